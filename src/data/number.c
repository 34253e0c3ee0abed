/* number.c: decimal numbers out of text; see number.h.
 *
 * The digits w (at most 19, so w < 2^64) and the decimal exponent e give w * 10^e: base/decimal.h, else strtod in the C locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/number.h"
#include "base/buf.h"
#include "base/decimal.h"
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

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
    else if (e < -27 || e > 27 || !decimal_value(w, (int)e, &v)) goto slow;
    *value = negative ? -v : v;
    return NUMBER_OK;
  }
slow:
  *value = number_read(text, NULL);
  return isinf(*value) ? NUMBER_RANGE : NUMBER_OK;
}
