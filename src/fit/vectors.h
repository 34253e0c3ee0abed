/* vectors.h: small vectors of the steps of fit, as plain arrays of n numbers that the caller owns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_VECTORS_H
#define MAJORANT_FIT_VECTORS_H

static inline double dot(int n, const double *a, const double *b)
{
  double s = 0;
  for (int i = 0; i < n; i++) s += a[i] * b[i];
  return s;
}

#endif
