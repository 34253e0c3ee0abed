/* moments.h: a coefficient that mentions parameters which were solved a moment ago would need a second look at the data.
 * Where it is a polynomial in them, it is expanded about the touch, with d = new - touch:
 *     sum_i r[i] (x[i] - c - d)^2  =  sum_i r[i] (x[i] - c)^2  -  2 d sum_i r[i] (x[i] - c)  +  d^2 sum_i r[i],
 * so that one pass collects centred moments and the rest is a small computation afterwards. (Moments about the origin would
 * lose all digits for data far from it; these lose some only where the step is huge.)
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_MOMENTS_H
#define MAJORANT_PLAN_MOMENTS_H
#include "base/vec.h"
#include "plan/definition.h"
#include "expr/facts.h"

typedef struct Moments {
  Pool *pool;
  DefinitionList *early;                  /* receives the moments: statistics of the data and the touch alone */
  int nsolved; Symbol *const *solved;     /* parameters with new values */
  Symbol **step;                          /* for each: d[own] = new - touch */
  int count;                              /* moments named so far */
  VEC(Symbol *) residuals;                /* what does not move, under the list's indices */
} Moments;

/* the value in terms of moments and steps; the value itself where it holds no solved parameter or is no polynomial in them */
const Expr *moments_expand(Moments *, const Expr *value);

#endif
