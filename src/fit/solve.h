/* solve.h: blocks that are one quadratic form, solved together: (H) (new - touch) = -g by Cholesky; minimum norm where H is
 * singular.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_SOLVE_H
#define MAJORANT_FIT_SOLVE_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct Solve Solve;

Solve *solve_new(Pool *, const Stage *, Store *, DiagList *);        /* NULL with a message */
void solve_free(Solve *);                                            /* NULL is allowed */
/* ENDLESS: there is no least value; *fault says what goes where, and the values are least but for what has no end. Else BROKEN, where
 * something is not finite, or NO_MEMORY; *fault says of that alone. */
typedef enum { SOLVE_DONE, SOLVE_ENDLESS, SOLVE_BROKEN, SOLVE_NO_MEMORY } SolveResult;
SolveResult solve_run(Solve *, char **fault);        /* writes the parameters' arrays in the first two cases */

#endif
