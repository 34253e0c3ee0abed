/* vanish.h: is an expression 0 wherever it is defined, as algebra shows: products opened, denominators cleared.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_VANISH_H
#define MAJORANT_CERTIFICATE_VANISH_H
#include "expr/expr.h"

bool expr_vanishes(Pool *, const Expr *);      /* false: it is not, or this does not show it */

#endif
