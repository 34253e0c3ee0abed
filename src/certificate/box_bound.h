/* box_bound.h: the least value of a function over a box, from its expansion about the middle.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_BOX_BOUND_H
#define MAJORANT_CERTIFICATE_BOX_BOUND_H
#include "expr/range.h"

enum { BOX_MOST = 10 };

/* A number below g(x) for all x of the box with these half sides. value, slope[n]: at its middle; curve[n (n + 1) / 2]: the second
 * derivatives over all of it, row by row up to the diagonal. -inf where they are not finite */
double box_bound_below(int n, const double *half, Range value, const Range *slope, const Range *curve);

#endif
