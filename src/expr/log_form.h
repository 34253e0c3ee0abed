/* log_form.h: the logarithms of small numbers that are written as small numbers.
 *
 * log(f(x)) underflows where f is a tail, log(1 - f(x)) has no correct digit where f is near 1, and both are what people write
 * for probabilities. The library's function blocks say how these are computed (`logarithm`, `logarithm_rest`); of a quotient,
 * 1 - a/(a + b) is b/(a + b).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_LOG_FORM_H
#define MAJORANT_EXPR_LOG_FORM_H
#include "expr/facts.h"

/* an expression equal to log(e) that keeps its digits; NULL where log(e) is as good as any. Facts may be NULL for functions alone */
const Expr *expr_log_form(Pool *, Facts *, const Expr *e);

#endif
