/* kinks.h: may a function have kinks in these parameters: |x|, min, max, if, (x < y) as a number? What is proved smooth by other means still counts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_KINKS_H
#define MAJORANT_EXPR_KINKS_H
#include "expr/expr.h"

/* an absolute value, a root of what may be 0 or an if of any parameter: what has a weight that grows without bound near 0 */
bool expr_has_root_or_choice(Pool *, const Expr *);
bool expr_has_kink(Pool *, const Expr *, int n, Symbol *const *param);

#endif
