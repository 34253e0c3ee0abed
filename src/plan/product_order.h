/* product_order.h: the order in which sums of products are computed.
 *
 *     sum_j b[k, j] * (sum_l a[i, l] * b[l, j])  =  sum_l a[i, l] * (sum_j b[k, j] * b[l, j])
 *
 * costs less on the right where the rows of b are long. And differences may be opened,
 *
 *     sum_d (x[n, d] - m[k, d]) * P[d, e]  =  sum_d x[n, d] * P[d, e]  -  sum_d m[k, d] * P[d, e],
 *
 * which takes one product with P for each n and one for each k, not one for each pair; about a centre common to all k, so that
 * data far from the origin lose no digits. A nest of sums is rewritten where that at least halves its work.
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
