/* collect_function.h: terms that are functions of one entry of a parameter and of data, |x[i] - m[z[i]]|, as one atom of a row
 * `for x: f(x) + …`.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_FUNCTION_H
#define MAJORANT_DERIVE_COLLECT_FUNCTION_H
#include "derive/collect.h"

/* a convex function of one entry with kinks and without curvature; rest: what it is multiplied with */
bool function_is_kink(Pool *, const Rules *, Facts *, const Expr *factor, const Expr *rest, Symbol *param);

/* another parameter's numbers in it: minimised in turns, it would hold both at a kink that they share */
bool function_has_other_numbers(const Expr *, const Symbol *param);

#endif
