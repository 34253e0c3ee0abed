/* residual.h: a loss of squared residuals of data against a product of factors, by what the updates need anyway.
 *
 *     sum_ij (v[i,j] - sum_k a[i,k] b[k,j])^2
 *       =  sum_ij v^2  -  2 sum_ik a[i,k] (sum_j v[i,j] b[k,j])  +  sum_kl (sum_i a[i,k] a[i,l]) (sum_j b[k,j] b[l,j])
 *
 * The updates of a and b hold the sums of v by b; the rest is small, and no product of a and b over all of (i, j) is made: sparse
 * data stay sparse. Where the fit is close to exact the three terms cancel: the loss is worth no more than a few rounding errors
 * of `scale`, the first of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_RESIDUAL_H
#define MAJORANT_PLAN_RESIDUAL_H
#include "plan/definition.h"

/* the loss so, where a definition of the list holds the sums of the data; *scale is then set. Else the loss itself. list NULL: a
 * loss by itself, of which only squares of sparse data are opened: as it is written it would run over what is not stored */
const Expr *plan_open_residuals(Pool *, DefinitionList *, const Expr *loss, const Expr **scale);

#endif
