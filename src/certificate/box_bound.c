/* box_bound.c: see box_bound.h.
 *
 * With y in [-1, 1]^n for the box, g = value + s'y + y'H y / 2 for some H of the range of second derivatives. Let H0 be their middle,
 * H0 = V diag(l) V', z = V'y, and R at least the norm of H - H0: then g >= value + sum over i of the least of
 * (V's)_i z_i + (l_i - R) z_i^2 / 2 on |z_i| <= sum |V_ji|. Where the gap of a bound is 0 along a curve through the box, l_i is 0 across
 * the curve's direction alone, and nothing is lost but R: the third order in the sides. Rounding is paid for by a share of all sizes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_bound.h"
#include <math.h>
#include <stdbool.h>

enum { SWEEPS = 30 };
static const double rounding = 1e-12;

/* Jacobi's rotations: a becomes diagonal, v orthogonal */
static void diagonalise(int n, double a[BOX_MOST][BOX_MOST], double v[BOX_MOST][BOX_MOST])
{
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) v[i][j] = i == j;
  for (int sweep = 0; sweep < SWEEPS; sweep++) {
    double off = 0, all = 0;
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) { all += a[i][j] * a[i][j]; if (i != j) off += a[i][j] * a[i][j]; }
    if (off <= 1e-30 * all) return;
    for (int p = 0; p < n; p++)
      for (int q = p + 1; q < n; q++) {
        if (a[p][q] == 0) continue;
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]), t = copysign(1, tau) / (fabs(tau) + hypot(1, tau)), c = 1 / hypot(1, t), s = t * c;
        for (int k = 0; k < n; k++) { double x = a[k][p], y = a[k][q]; a[k][p] = c * x - s * y; a[k][q] = s * x + c * y; }
        for (int k = 0; k < n; k++) { double x = a[p][k], y = a[q][k]; a[p][k] = c * x - s * y; a[q][k] = s * x + c * y; }
        for (int k = 0; k < n; k++) { double x = v[k][p], y = v[k][q]; v[k][p] = c * x - s * y; v[k][q] = s * x + c * y; }
      }
  }
}

/* of s z + l z^2 / 2 on |z| <= most */
static double least_on(double s, double l, double most)
{
  double at_end = -fabs(s) * most + l * most * most / 2;
  return l > 0 && fabs(s) < l * most ? -s * s / (2 * l) : at_end;
}

double box_bound_below(int n, const double *half, Range value, const Range *slope, const Range *curve)
{
  double a[BOX_MOST][BOX_MOST], v[BOX_MOST][BOX_MOST], radius[BOX_MOST] = { 0 }, reach = 0, size = fabs(value.lo);
  for (int i = 0, k = 0; i < n; i++)
    for (int j = 0; j <= i; j++, k++) {
      double scale = half[i] * half[j], middle = curve[k].lo + (curve[k].hi - curve[k].lo) / 2, wide = (curve[k].hi - curve[k].lo) / 2 * scale;
      if (scale == 0) middle = wide = 0;
      if (!isfinite(middle) || !isfinite(wide)) return -INFINITY;
      a[i][j] = a[j][i] = middle * scale;
      size += fabs(a[i][j]);
      radius[i] += wide;
      if (i != j) radius[j] += wide;
    }
  for (int i = 0; i < n; i++) reach = fmax(reach, radius[i]);
  diagonalise(n, a, v);
  double below = value.lo;
  for (int i = 0; i < n; i++) {
    double s = 0, most = 0;
    for (int j = 0; j < n; j++) {
      if (half[j] == 0) continue;
      if (!isfinite(slope[j].lo) || !isfinite(slope[j].hi)) return -INFINITY;
      s += v[j][i] * half[j] * (slope[j].lo + (slope[j].hi - slope[j].lo) / 2);
      most += fabs(v[j][i]);
      below -= fabs(v[j][i]) * half[j] * (slope[j].hi - slope[j].lo) / 2 * (1 + rounding);
      size += fabs(slope[j].lo * half[j]);
    }
    below += least_on(s, a[i][i] - reach, most * (1 + rounding));
  }
  return below - rounding * size * n;
}
