/* descent.h: convex quadratics with kinks at 0 or bounds, and rising fits: what the rows of several coupled entries need that no
 * linear system gives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_DESCENT_H
#define MAJORANT_BASE_DESCENT_H
#include <stdbool.h>
#include <stdint.h>

/* x: where x'Ax / 2 - h'x + sum l |x| is least over lo <= x <= hi. A: n x n, symmetric, positive semidefinite; l NULL: 0;
 * lo, hi NULL: no bounds. scratch: descent_room(n) numbers. An entry that falls without end is infinite. */
void descent_minimize(int64_t n, const double *A, const double *h, const double *l, const double *lo, const double *hi, double *x, double *scratch);
static inline int64_t descent_room(int64_t n) { return n * n + 4 * n + 1; }

/* x: numbers that do not fall, each stretch of equal ones at (sum of h) / (sum of a); a >= 0. An end without any a goes to infinity
 * with the sign of its h. scratch: 3 n numbers */
void descent_pool(int64_t n, const double *h, const double *a, double *x, double *scratch);

#endif
