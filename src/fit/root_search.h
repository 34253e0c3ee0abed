/* root_search.h: a number for each slice of a block, where an equation of the row's is 0, for all slices at the same time; then the
 * update that is made of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ROOT_SEARCH_H
#define MAJORANT_FIT_ROOT_SEARCH_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct RootSearch RootSearch;
RootSearch *root_search_new(Pool *, const Stage *, Store *, Crew *, DiagList *);     /* NULL with a message */
void root_search_free(RootSearch *);                       /* NULL is allowed */
bool root_search_run(RootSearch *, char **fault);

#endif
