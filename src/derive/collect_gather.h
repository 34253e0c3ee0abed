/* collect_gather.h: products with (k == z[i]): where the label is known, what depends on the label alone leaves the sum.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_GATHER_H
#define MAJORANT_DERIVE_COLLECT_GATHER_H
#include "expr/expr.h"

/* (k == z[i]) * f(z[i]) is (k == z[i]) * f(k). Done for factors that are then free of i: a variance, an inverse of a matrix for
 * each label. A residual x[i] - m[z[i]] stays as it is: it is known for each i, and x[i] - m[k] would be for each pair. */
const Expr *gather_settle(Pool *, const Expr *);

#endif
