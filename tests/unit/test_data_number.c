/* Decimal numbers: every way of reading one gives the double that strtod gives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/random.h"
#include "data/number.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void same_as_strtod(const char *text)
{
  const char *end;
  char *stop;
  double value, wanted = strtod(text, &stop);
  NumberStatus status = number_scan(text, &end, &value);
  if (status != (isinf(wanted) ? NUMBER_RANGE : NUMBER_OK) || end != stop || memcmp(&value, &wanted, sizeof value) != 0)
    fail_msg("%s: %a instead of %a, status %d", text, value, wanted, (int)status);
}

static void edges(void **state)
{
  (void)state;
  static const char *const texts[] = {
    "0", "-0", "+5", "1.", ".5", "-.5e1", "1e5", "1E+5", "1e-5", "007", "0.1", "123456789012345678", "9007199254740993",
    "9007199254740993.0", "9007199254740992e22", "9007199254740993e22", "18446744073709551615", "18446744073709551616", "9999999999999999999",
    "1e22", "1e23", "8.5e22", "1e27", "1e28", "1e-22", "1e-27", "1e-28", "2.2250738585072014e-308", "2.2250738585072011e-308", "4.9e-324",
    "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400", "1.7976931348623157e308", "1.7976931348623159e308", "1e999999",
    "1e99999999999999999999", "1e-99999999999999999999", "0e99999", "0.000000000000000000000000000000000000000000000001e40",
    "1.00000000000000000000000000000000000001", "0000000000000000000000000000000000000012.5", "5e", "5e+", "5ex", "1.5.5", "3,5", "12abc",
    "1.00000000000000011102230246251565", "1.000000000000000111022302462515654042363166809082031250", "1.00000000000000011102230246251566" };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) same_as_strtod(texts[i]);
}

/* random digits, points and exponents; and the halfway cases, which rounding twice would get wrong */
static void random_texts(void **state)
{
  (void)state;
  Random r = random_stream(1, random_purpose("numbers"), 0);
  for (int i = 0; i < 300000; i++) {
    char text[80];
    int n = 1 + (int)random_below(&r, 22), point = (int)random_below(&r, (uint64_t)n), at = 0;
    for (int k = 0; k < n; k++) {
      if (k == point && i % 3) text[at++] = '.';
      text[at++] = (char)('0' + random_below(&r, 10));
    }
    text[at] = '\0';
    if (i % 4 == 0) snprintf(text + at, sizeof text - (size_t)at, "e%d", (int)random_below(&r, 60) - 30);
    same_as_strtod(text);

    uint64_t bits = random_bits(&r);
    double x;
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) continue;
    snprintf(text, sizeof text, "%.*g", 15 + i % 3, x);
    same_as_strtod(text);
    snprintf(text, sizeof text, "%.*g", 15 + i % 3, random_normal(&r) * 100);
    same_as_strtod(text);

    uint64_t odd = (UINT64_C(1) << 53) + 1 + 2 * random_below(&r, UINT64_C(1) << 52);          /* between two doubles */
    snprintf(text, sizeof text, "%llu%s", (unsigned long long)odd, i % 2 ? ".0" : "");
    same_as_strtod(text);
    snprintf(text, sizeof text, "%llue-%d", (unsigned long long)(odd * 5), 1 + i % 20);
    same_as_strtod(text);
  }
}

static void not_numbers(void **state)
{
  (void)state;
  static const char *const texts[] = { "", ".", "-", "+", "e5", "abc", "nan", "nan(0x7)", "--1", "+-1", "-.e1", "in", "\xe2\x88\x92" "5" };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *end;
    double value;
    assert_int_equal(number_scan(texts[i], &end, &value), NUMBER_NONE);
  }
  const char *hex = "0x10", *end;
  double value;
  assert_int_equal(number_scan(hex, &end, &value), NUMBER_OK);
  assert_ptr_equal(end, hex + 1);
  assert_int_equal(number_scan("-Infinity,", &end, &value), NUMBER_OK);
  assert_true(value < 0 && isinf(value));
  assert_int_equal(*end, ',');
  assert_int_equal(number_scan("INF", &end, &value), NUMBER_OK);
  assert_true(value > 0 && isinf(value) && !*end);
}

static void long_numbers(void **state)
{
  (void)state;
  enum { DIGITS = 1000000 };
  char *text = malloc(DIGITS + 8);
  memset(text, '7', DIGITS);
  text[1] = '.';
  text[DIGITS] = '\0';
  same_as_strtod(text);
  text[1] = '7';
  same_as_strtod(text);
  memset(text, '0', DIGITS - 5);
  same_as_strtod(text);
  free(text);
}

static void locale_does_not_matter(void **state)
{
  (void)state;
  static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "tr_TR.UTF-8" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!setlocale(LC_ALL, names[i])) continue;
    const char *end;
    double value;
    assert_int_equal(number_scan("1234567890123456789012345.5", &end, &value), NUMBER_OK);
    assert_true(value == 1234567890123456789012345.5 && !*end);
    assert_int_equal(number_scan("INFINITY", &end, &value), NUMBER_OK);
  }
  setlocale(LC_ALL, "C");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(edges), cmocka_unit_test(random_texts), cmocka_unit_test(not_numbers), cmocka_unit_test(long_numbers),
    cmocka_unit_test(locale_does_not_matter),
  };
  return RUN_TESTS(tests);
}
