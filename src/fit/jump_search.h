/* jump_search.h: the number of each slice at which an equation rises through 0 that jumps at given places (plan/jumps.h) and may
 * rise smoothly between them: weighted medians, quantiles, with or without a quadratic. Exactly the place of a jump where it is
 * one; where the equation is 0 all along from one jump to the next, the middle between them.
 *
 * Jumps stay where they are. A few looks at all of them, by cells, leave brackets so narrow that what lies inside is taken out and
 * sorted; the next search begins with brackets about the last answer, and mostly needs one look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_JUMP_SEARCH_H
#define MAJORANT_FIT_JUMP_SEARCH_H
#include "fit/runner.h"
#include "plan/jumps.h"

typedef struct JumpSearch JumpSearch;

/* what the equation is besides its jumps: value at t, for all slices at once; `moves`: it depends on t */
typedef struct JumpEquation { Runner *rest; const Array *lo, *hi; Array *t, *value; bool moves; } JumpEquation;

JumpSearch *jump_search_new(const Jumps *, const JumpEquation *, Store *, Crew *);      /* NULL: no memory */
void jump_search_free(JumpSearch *);                       /* NULL is allowed */
bool jump_search_run(JumpSearch *, char **fault);          /* t; false: *fault says why */

#endif
