/* share.h: convex quadratics of shares: numbers of sum 1, none below its floor.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_SHARE_H
#define MAJORANT_BASE_SHARE_H
#include <stdint.h>

/* x: where x'Ax / 2 - h'x is least over x >= lo, sum x = 1. A: n x n, symmetric, positive semidefinite; start: shares to begin from, which
 * tell what is likely to lie on its floor. scratch: share_room(n) numbers */
void share_minimize(int64_t n, const double *A, const double *h, const double *lo, const double *start, double *x, double *scratch);
static inline int64_t share_room(int64_t n) { return n * n + 5 * n; }

#endif
