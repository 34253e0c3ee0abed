/* Growing strings, and numbers as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/buf.h"
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static void growing(void **state)
{
  (void)state;
  Buf b = {0};
  assert_string_equal(buf_text(&b), "");
  for (int i = 0; i < 1000; i++) buf_printf(&b, "%d,", i);
  assert_int_equal(b.len, 10 * 2 + 90 * 3 + 900 * 4);
  buf_clear(&b);
  assert_string_equal(buf_text(&b), "");
  buf_put(&b, "sum");
  buf_putc(&b, '{');
  buf_putn(&b, "i}xx", 2);
  assert_string_equal(buf_text(&b), "sum{i}");
  buf_free(&b);
}

static void number_is(double x, const char *want)
{
  Buf b = {0};
  buf_number(&b, x);
  assert_string_equal(buf_text(&b), want);
  buf_free(&b);
}

static void numbers(void **state)
{
  (void)state;
  number_is(0, "0");
  number_is(-0.0, "-0");
  number_is(3, "3");
  number_is(-120, "-120");
  number_is(0.1, "0.1");
  number_is(0.1 + 0.2, "0.30000000000000004");
  number_is(1.0 / 3, "0.3333333333333333");
  number_is(1e-5, "1e-5");
  number_is(1e20, "1e20");
  number_is(1e100, "1e100");
  number_is(123456789012345678.0, "1.2345678901234568e17");
  number_is(DBL_MAX, "1.7976931348623157e308");
  number_is(5e-324, "5e-324");
  number_is(INFINITY, "inf");
  number_is(-INFINITY, "-inf");
  number_is(NAN, "nan");
}

static void numbers_read_back(void **state)
{
  (void)state;
  uint64_t bits = 88172645463325252u;
  for (int i = 0; i < 20000; i++) {
    bits ^= bits << 13;
    bits ^= bits >> 7;
    bits ^= bits << 17;
    double x;
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) continue;
    Buf b = {0};
    buf_number(&b, x);
    char *end;
    assert_true(number_read(buf_text(&b), &end) == x);
    assert_int_equal(*end, 0);
    buf_free(&b);
  }
}

/* the quick way writes what the C library would with 15, 16 or 17 digits */
static void as_the_library(void **state)
{
  (void)state;
  uint64_t seed = 88172645463325252u;
  for (int k = 0; k < 200000; k++) {
    seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17;
    double u = (double)(seed >> 11) * 0x1p-53, x = (k & 1 ? -1 : 1) * exp((u - 0.3) * 60);
    if (k % 3 == 0) x = (double)(int64_t)(u * 1e6) / 1000;
    if (k % 7 == 0) x = (double)(seed >> 8) * 1024;
    char want[64], got[64];
    for (int digits = 15; digits <= 17; digits++) {
      snprintf(want, sizeof want, "%.*g", digits, x);
      if (strtod(want, NULL) == x) break;
    }
    char *e = strchr(want, 'e');
    if (e) snprintf(e + 1, 8, "%d", atoi(e + 1));
    Buf b = {0};
    buf_number(&b, x);
    snprintf(got, sizeof got, "%s", buf_text(&b));
    buf_free(&b);
    if (fabs(x) < 1e15 && x == (double)(int64_t)x) continue;
    assert_string_equal(got, want);
  }
}

/* where the locale writes a comma, numbers keep their point */
static void no_locale(void **state)
{
  (void)state;
  if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8")) return;
  number_is(2.5, "2.5");
  assert_true(number_read("2.5", NULL) == 2.5);
  setlocale(LC_ALL, "C");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(growing),
    cmocka_unit_test(numbers), cmocka_unit_test(as_the_library),
    cmocka_unit_test(numbers_read_back),
    cmocka_unit_test(no_locale),
  };
  return RUN_TESTS(tests);
}
