/* search.h: a block whose surrogate separates into scalars but has no closed form: safeguarded Newton for every entry at the
 * same time, in the coordinate that keeps its domain (log, logit or the number itself). Entries where phi did not fall keep
 * their old value, so the surrogate never rises.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_SEARCH_H
#define MAJORANT_FIT_SEARCH_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct Search Search;
Search *search_new(Pool *, const Stage *, Store *, Crew *, DiagList *);      /* NULL with a message */
void search_free(Search *);
/* from the touch of the block's parameter to new values in the parameter's array; false: not finite at the touch */
bool search_run(Search *);

#endif
