/* decimal.c: see decimal.h.
 *
 * Two ways from w * 10^e to a double:
 *   1. w < 2^53 and |e| <= 22: both factors are doubles, one rounding.
 *   2. |e| <= 27 and long double has 64 bits: both factors are exact (5^27 < 2^64), the product is rounded to 64 bits and
 *      then to 53. The second rounding errs only if the 64 bits lie just on the middle between two doubles.
 * Back: x * 10^k is rounded once, to 64 bits; with 17 digits it lies below 2^57, so the error is below 2^-8, and the integer
 * next to it is right unless the fraction is about one half.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decimal.h"
#include <float.h>
#include <math.h>
#include <string.h>

static const double ten_double[] = {
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

#if LDBL_MANT_DIG == 64
static const long double ten_long[] = {
  1e0L, 1e1L, 1e2L, 1e3L, 1e4L, 1e5L, 1e6L, 1e7L, 1e8L, 1e9L, 1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L,
  1e19L, 1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L };

static bool by_long_double(uint64_t w, int e, double *value)
{
  if (e < -27 || e > 27) return false;
  long double y = e < 0 ? (long double)w / ten_long[-e] : (long double)w * ten_long[e];
  uint64_t significand;
  memcpy(&significand, &y, sizeof significand);
  if ((significand & 0x7ff) == 0x400) return false;
  *value = (double)y;
  return true;
}

bool decimal_digits(double x, uint64_t *w, int *e, int *digits)
{
  int binary;
  if (!(x > 1e-10 && x < 1e22)) return false;
  frexp(x, &binary);
  int top = (int)floor((binary - 1) * 0.30102999566398120);                  /* of the first digit, or one less */
  for (int n = 15; n <= 17; n++) {
    uint64_t limit = (uint64_t)ten_double[n];
    long double y = 0;
    int k = 0;
    for (int round = 0; round < 2; round++, top++) {
      k = n - 1 - top;
      if (k < -27 || k > 27) return false;
      y = k < 0 ? (long double)x / ten_long[-k] : (long double)x * ten_long[k];
      if (y < (long double)limit) break;
    }
    long double whole = floorl(y), part = y - whole;
    if (part > 0.49L && part < 0.51L) return false;
    uint64_t r = (uint64_t)whole + (part > 0.5L);
    double back;
    if (!decimal_value(r, -k, &back)) return false;
    if (back != x) continue;
    for (; r % 10 == 0; k--) r /= 10;
    *w = r;
    *e = -k;
    *digits = n;
    return true;
  }
  return false;
}
#else
static bool by_long_double(uint64_t w, int e, double *value) { (void)w; (void)e; (void)value; return false; }
bool decimal_digits(double x, uint64_t *w, int *e, int *digits) { (void)x; (void)w; (void)e; (void)digits; return false; }
#endif

bool decimal_value(uint64_t w, int e, double *value)
{
  if (w <= (UINT64_C(1) << 53) && e >= -22 && e <= 22) {
    *value = e < 0 ? (double)w / ten_double[-e] : (double)w * ten_double[e];
    return true;
  }
  return by_long_double(w, e, value);
}
