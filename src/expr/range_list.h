/* range_list.h: expressions in scalar symbols as a list of operations, so that their ranges over many boxes cost neither memory
 * nor look-ups. Everything lives in the pool's arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_RANGE_LIST_H
#define MAJORANT_EXPR_RANGE_LIST_H
#include "expr/facts.h"

typedef struct RangeList RangeList;
/* NULL: a node is no operation on numbers (a sum over an axis, a matrix), or mentions another symbol */
RangeList *range_list_new(Pool *, int nsymbols, Symbol *const *symbol, int nroots, const Expr *const *root);
/* the ranges of the roots where each symbol has its own */
void range_list_run(RangeList *, const Range *symbol, Range *root);
int range_list_length(const RangeList *);

#endif
