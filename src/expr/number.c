/* number.c: rational arithmetic in 128 bits, with the double as the way out when a result does not fit 64.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/number.h"
#include <math.h>

__extension__ typedef __int128 Wide;

static Wide wide_abs(Wide a) { return a < 0 ? -a : a; }

static Wide wide_gcd(Wide a, Wide b)
{
  while (b) { Wide r = a % b; a = b; b = r; }
  return a;
}

/* A rounded result. What is printed as a short decimal counts as that fraction, whatever it came from: 0.5 + 0.5 is 1, and 0.7 + 1e-280 is
 * 7/10, as it is when its text is read again. */
static Number inexact(double value) { return number_of(value); }

static Number rounded(double value) { return (Number){ false, 0, 0, value }; }

static Number reduced(Wide p, Wide q)
{
  if (q < 0) { p = -p; q = -q; }
  Wide g = wide_gcd(wide_abs(p), q);
  if (g > 1) { p /= g; q /= g; }
  if (wide_abs(p) > INT64_MAX || q > INT64_MAX) return rounded((double)((long double)p / (long double)q));
  return (Number){ true, (int64_t)p, (int64_t)q, (double)((long double)p / (long double)q) };
}

Number number_rat(int64_t p, int64_t q) { return reduced(p, q); }

Number number_of(double x)
{
  const double integers = 4503599627370496.0, decimals = 1e12;          /* no more digits than a person writes: pi is no fraction */
  if (!isfinite(x)) return rounded(x);
  double scale = 1;
  for (int digits = 0; digits <= 15; digits++, scale *= 10) {
    double p = round(x * scale);
    if (fabs(p) > (digits ? decimals : integers)) break;
    if (p / scale == x) return reduced((Wide)p, (Wide)scale);
  }
  return rounded(x);
}

Number number_add(Number a, Number b)
{
  if (!a.exact || !b.exact) return inexact(a.value + b.value);
  return reduced((Wide)a.p * b.q + (Wide)b.p * a.q, (Wide)a.q * b.q);
}

Number number_mul(Number a, Number b)
{
  if (a.exact && b.exact) return reduced((Wide)a.p * b.p, (Wide)a.q * b.q);
  if ((a.exact && a.p == 0) || (b.exact && b.p == 0)) return number_rat(0, 1);      /* the convention 0 * anything = 0 */
  return inexact(a.value * b.value);
}

Number number_neg(Number a) { return number_mul(a, number_rat(-1, 1)); }

static bool exact_root(int64_t p, int64_t q, int64_t *root)                        /* p^(1/q), p >= 0, as an integer */
{
  if (q > 62) return false;
  int64_t r = (int64_t)llround(pow((double)p, 1.0 / (double)q));
  Wide product = 1;
  for (int64_t j = 0; j < q; j++) { product *= r; if (product > INT64_MAX) return false; }
  *root = r;
  return product == p;
}

static Number integer_power(Number b, int64_t n)
{
  if (n < 0) { b = reduced(b.q, b.p); n = -n; }
  if (n > 4096) return inexact(pow(b.value, (double)n));
  Number r = number_rat(1, 1);
  for (; n; n >>= 1) { if (n & 1) r = number_mul(r, b); if (n > 1) b = number_mul(b, b); }
  return r;
}

bool number_pow(Number b, Number e, Number *result)
{
  if (e.exact && e.p == 0) { *result = number_rat(1, 1); return true; }
  if (b.exact && b.p == 0) {
    *result = e.value > 0 ? number_rat(0, 1) : inexact(INFINITY);
    return true;
  }
  if (b.exact && e.exact && e.q == 1) {
    *result = e.p >= -4096 && e.p <= 4096 ? integer_power(b, e.p) : inexact(pow(b.value, (double)e.p));
    return result->value != 0 && isfinite(result->value);        /* (1/10)^400 is no zero: it may stand under a log */
  }
  if (b.value < 0 && !(e.exact && e.q == 1)) return false;
  if (b.exact && e.exact) {
    Number root = { .exact = true };
    if (b.q == 1 && b.p == 1) { *result = b; return true; }
    if (!exact_root(b.p, e.q, &root.p) || !exact_root(b.q, e.q, &root.q)) return false;
    root = reduced(root.p, root.q);
    if (e.p < -4096 || e.p > 4096) return false;
    *result = integer_power(root, e.p);
    return true;
  }
  double value = pow(b.value, e.value);
  if (isnan(value)) return false;
  *result = inexact(value);
  return true;
}

int number_compare(Number a, Number b)
{
  if (a.exact && b.exact) {
    Wide l = (Wide)a.p * b.q, r = (Wide)b.p * a.q;
    return l < r ? -1 : l > r;
  }
  if (isnan(a.value) || isnan(b.value)) return (isnan(a.value) != 0) - (isnan(b.value) != 0);
  return a.value < b.value ? -1 : a.value > b.value;
}

bool number_same(Number a, Number b) { return a.exact == b.exact && number_compare(a, b) == 0; }
bool number_is(Number a, int64_t v) { return a.exact ? a.q == 1 && a.p == v : a.value == (double)v; }
bool number_is_integer(Number a) { return a.exact && a.q == 1; }
bool number_is_even(Number a) { return number_is_integer(a) && a.p % 2 == 0; }
bool number_is_odd(Number a) { return number_is_integer(a) && a.p % 2 != 0; }
