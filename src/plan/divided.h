/* divided.h: parameters whose current entries a surrogate divides by: those that share a sum. Where an entry is 0, so is its share, the
 * entry could not leave 0, and other coefficients would say 0/0. A run takes such entries for a tiny number instead.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_DIVIDED_H
#define MAJORANT_PLAN_DIVIDED_H
#include "expr/facts.h"

/* Does e divide by a weight of which this parameter's entry at the touch is a factor, and may that be 0? A slope that has no value at 0,
 * as that of a logarithm, is not meant: there the loss has none either. */
bool plan_divides_by(Pool *, const Expr *e, Symbol *param);

#endif
