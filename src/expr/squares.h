/* squares.h: losses that are sums of squares, and the Gauss-Newton form of their second derivatives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_SQUARES_H
#define MAJORANT_EXPR_SQUARES_H
#include "expr/facts.h"

/* sum of c * r^2 with c >= 0 free of the active parameters, and of terms without them */
bool expr_is_sum_of_squares(Facts *, Pool *, const Expr *);
/* sum of 2 c dr/dp[a] dr/dq[b]: the Hessian without the curvature of the residuals, so positive semidefinite. NULL: e is no
 * sum of squares, or a residual has no derivative (*why) */
const Expr *expr_gauss_newton(Facts *, Pool *, const Expr *, Symbol *p, Index *const *a, Symbol *q, Index *const *b, const char **why);

#endif
