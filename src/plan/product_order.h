/* product_order.h: the order in which sums of products are computed.
 *
 * Two identities change what a nest of sums costs and not what it is:
 *   the order of sums:   sum_j p[j] * (sum_k q[k] * r[j, k])  =  sum_k q[k] * (sum_j p[j] * r[j, k]),
 *   differences opened:  sum_d (x[n, d] - m[k, d]) * P[d]  =  sum_d x[n, d] * P[d]  -  sum_d m[k, d] * P[d],
 * the second about a centre common to all k, so that what is far from the origin loses no digits. A nest is rewritten where
 * that at least halves its work: a·(b b') instead of (a b)·b', one product with a matrix for each point instead of one for
 * each point and component.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_PRODUCT_ORDER_H
#define MAJORANT_PLAN_PRODUCT_ORDER_H
#include "base/vec.h"
#include "plan/definition.h"

/* zero but for pool and standard.arena to start; the same for all lists whose results meet in one program */
typedef struct ProductOrder {
  Pool *pool;
  DefinitionList standard;                /* for its indices: equal parts are one symbol */
  VEC(Symbol *) parts;                    /* a - c and c - b of the differences a - b that may be opened */
  bool opened;                            /* some were */
} ProductOrder;

const Expr *plan_order_products(ProductOrder *, const Expr *);

#endif
