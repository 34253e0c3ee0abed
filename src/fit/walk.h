/* walk.h: smooth curves inside a domain, for the numeric check: from a point along a direction, feasible at every t.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_WALK_H
#define MAJORANT_FIT_WALK_H
#include "expr/expr.h"

/* to := the curve at t; at 0 it is `from`, a point of the parameter's domain. direction: a number of order 1 for each entry.
 * Labels are not smooth: they stay. */
void walk_to(const Symbol *param, const Array *from, const double *direction, double t, Array *to);

#endif
