/* number.c: decimal numbers out of text; see number.h.
 *
 * The digits w (at most 19, so w < 2^64) and the decimal exponent e give w * 10^e. Three ways, the first that is exact:
 *   1. w < 2^53 and |e| <= 22: both factors are doubles, one rounding.
 *   2. |e| <= 27 and long double has 64 bits: both factors are exact (5^27 < 2^64), the product is rounded to 64 bits and
 *      then to 53. The second rounding errs only if the 64 bits lie just on the middle between two doubles: then way 3.
 *   3. strtod in the C locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/number.h"
#include "base/buf.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
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
#else
static bool by_long_double(uint64_t w, int e, double *value) { (void)w; (void)e; (void)value; return false; }
#endif

/* does p begin with this word of small letters, in any case, whatever the locale says of i and I? */
static bool begins(const char *p, const char *word)
{
  while (*word && (*p | 0x20) == *word) p++, word++;
  return !*word;
}

static NumberStatus scan_infinity(const char *p, bool negative, const char **end, double *value)
{
  if (!begins(p, "inf")) return NUMBER_NONE;
  *end = p + (begins(p, "infinity") ? 8 : 3);
  *value = negative ? -(double)INFINITY : (double)INFINITY;
  return NUMBER_OK;
}

static inline bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

NumberStatus number_scan(const char *p, const char **end, double *value)
{
  const char *text = p;
  bool negative = *p == '-';
  if (*p == '-' || *p == '+') p++;
  const char *digits = p;

  /* w may wrap around if there are more than 19 digits; it is not used then */
  uint64_t w = 0;
  while (is_digit(*p)) w = 10 * w + (uint64_t)(*p++ - '0');
  int64_t count = p - digits, e = 0;
  if (*p == '.') {
    const char *fraction = ++p;
    while (is_digit(*p)) w = 10 * w + (uint64_t)(*p++ - '0');
    e = -(p - fraction);
    count -= e;
  }
  if (count == 0) return scan_infinity(digits, negative, end, value);

  if (*p == 'e' || *p == 'E') {
    const char *q = p + 1;
    bool down = *q == '-';
    if (*q == '-' || *q == '+') q++;
    if (is_digit(*q)) {
      int64_t x = 0;
      while (is_digit(*q)) { if (x < 1000000000) x = 10 * x + (*q - '0'); q++; }
      e += down ? -x : x;
      p = q;
    }
  }
  *end = p;

  if (count > 19)                                     /* leading zeros are not digits that count */
    for (const char *q = digits; *q == '0' || *q == '.'; q++) count -= *q == '0';
  if (count <= 19) {
    double v;
    if (w == 0) v = 0;
    else if (w <= (UINT64_C(1) << 53) && e >= -22 && e <= 22)
      v = e < 0 ? (double)w / ten_double[-e] : (double)w * ten_double[e];
    else if (e < -27 || e > 27 || !by_long_double(w, (int)e, &v)) goto slow;
    *value = negative ? -v : v;
    return NUMBER_OK;
  }
slow:
  *value = number_read(text, NULL);
  return isinf(*value) ? NUMBER_RANGE : NUMBER_OK;
}
