/* buf.c: a growing string; numbers are written and read without regard to the locale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"
#include "base/decimal.h"
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(Buf *b, size_t more)
{
  size_t need;
  if (__builtin_add_overflow(b->len, more, &need) || __builtin_add_overflow(need, (size_t)1, &need)) abort();
  if (need <= b->cap) return;
  size_t cap = b->cap ? b->cap : 64;
  while (cap < need) cap = cap > SIZE_MAX / 2 ? need : 2 * cap;
  char *text = realloc(b->text, cap);
  if (!text) {
    fprintf(stderr, "majorant: out of memory (a text of %zu bytes)\n", cap);
    abort();
  }
  b->text = text;
  b->cap = cap;
}

void buf_putn(Buf *b, const char *text, size_t n)
{
  reserve(b, n);
  if (n) memcpy(b->text + b->len, text, n);
  b->len += n;
  b->text[b->len] = '\0';
}

void buf_put(Buf *b, const char *text)
{
  buf_putn(b, text, strlen(text));
}

void buf_putc(Buf *b, char c)
{
  buf_putn(b, &c, 1);
}

void buf_printf(Buf *b, const char *fmt, ...)
{
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, again);
  va_end(again);
  if (n >= 0) {
    reserve(b, (size_t)n);
    vsnprintf(b->text + b->len, (size_t)n + 1, fmt, args);
    b->len += (size_t)n;
  }
  va_end(args);
}

const char *buf_text(const Buf *b)
{
  return b->text ? b->text : "";
}

void buf_clear(Buf *b)
{
  b->len = 0;
  if (b->text) b->text[0] = '\0';
}

void buf_free(Buf *b)
{
  free(b->text);
  *b = (Buf){0};
}

static locale_t c_locale;

static void make_c_locale(void)
{
  c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static locale_t plain(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_c_locale);
  return c_locale;
}

double number_read(const char *text, char **end)
{
  return strtod_l(text, end, plain());
}

/* w * 10^e as %.{digits}g writes it, exponents as in the language */
static void put_decimal(Buf *b, bool minus, uint64_t w, int e, int digits)
{
  char text[24], *end = text + sizeof text, *p = end;
  do *--p = (char)('0' + w % 10); while (w /= 10);
  int n = (int)(end - p), top = n - 1 + e;
  if (minus) buf_putc(b, '-');
  if (top < -4 || top >= digits) {
    buf_putc(b, *p);
    if (n > 1) { buf_putc(b, '.'); buf_putn(b, p + 1, (size_t)n - 1); }
    buf_printf(b, "e%d", top);
    return;
  }
  if (top < 0) {
    buf_putn(b, "0.000", (size_t)(1 - top));
    buf_putn(b, p, (size_t)n);
    return;
  }
  int whole = n < top + 1 ? n : top + 1;
  buf_putn(b, p, (size_t)whole);
  for (int k = n; k <= top; k++) buf_putc(b, '0');
  if (n > whole) { buf_putc(b, '.'); buf_putn(b, p + whole, (size_t)(n - whole)); }
}

/* The fewest digits that read back: 15 always survive the way decimal -> double -> decimal, 17 always identify a double;
 * below DBL_MIN fewer do.
 * Exponents are written as in the language: 1e-5, 1e20. */
void buf_number(Buf *b, double x)
{
  if (isnan(x)) {
    buf_put(b, "nan");
    return;
  }
  if (isinf(x)) {
    buf_put(b, x < 0 ? "-inf" : "inf");
    return;
  }
  if (fabs(x) < 1e15 && x == (double)(int64_t)x && !(x == 0 && signbit(x))) {
    buf_printf(b, "%lld", (long long)x);
    return;
  }
  uint64_t w;
  int e10, looked;
  if (decimal_digits(fabs(x), &w, &e10, &looked)) { put_decimal(b, x < 0, w, e10, looked); return; }
  char text[40] = "";
  locale_t before = uselocale(plain());
  for (int digits = fabs(x) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    if (strtod(text, NULL) == x) break;
  }
  uselocale(before);
  char *e = strchr(text, 'e');
  if (!e) {
    buf_put(b, text);
    return;
  }
  buf_putn(b, text, (size_t)(e - text) + 1);
  char *digit = e + 1;
  if (*digit == '-') buf_putc(b, '-');
  if (*digit == '-' || *digit == '+') digit++;
  while (*digit == '0') digit++;
  buf_put(b, digit);
}
