/* Tables of numbers: what is read, what is refused and how the refusal names its place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data_tools.h"
#include <math.h>

static void plain_tables(void **state)
{
  (void)state;
  static const char *const same[] = {
    "1,2\n3,4\n", "1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "\xEF\xBB\xBF" "1,2\n3,4\n", "a,b\n1,2\n3,4\n", "\"a\",\"b \"\"c\"\"\"\n1,2\n3,4",
    " 1 , 2 \n 3\t,\t4 \n", "\"1\",2\n\"3\" , \"4\"\n", "\n\n1,2\n\n3,4\n\n\n", "1,2\r\n3,4\r\n\r\n  \r\n", "\"a\nb\",c\n1,2\n3,4\n",
    "+1,2.0\n3e0,0.4e1", "\xC3\xA4,NA\n1,2\n3,4" };
  for (size_t i = 0; i < COUNT(same); i++) EXPECT_MATRIX(read_text("csv", same[i], NULL), 2, 2, 1, 2, 3, 4);
  EXPECT_MATRIX(read_text("tsv", "a\tb\n1\t2\n3\t 4\n", NULL), 2, 2, 1, 2, 3, 4);
  EXPECT_MATRIX(read_text("csv", "5", NULL), 1, 1, 5);
  EXPECT_MATRIX(read_text("csv", "x\n5\n6\n", NULL), 2, 1, 5, 6);
  EXPECT_MATRIX(read_text("csv", "1e400000\n5", &(DataOptions){ .header = 1 }), 1, 1, 5);
  EXPECT_MATRIX(read_text("csv", "-inf,1\n2,Infinity", NULL), 2, 2, -(double)INFINITY, 1, 2, (double)INFINITY);
}

static void headers(void **state)
{
  (void)state;
  EXPECT_MATRIX(read_text("csv", "2001,2002\n1,2\n", &(DataOptions){ .header = 1 }), 1, 2, 1, 2);
  EXPECT_MATRIX(read_text("csv", "2001,2002\n1,2\n", &(DataOptions){ .header = 0 }), 2, 2, 2001, 2002, 1, 2);
  expect_error(read_text("csv", "a,b\n1,2\n", &(DataOptions){ .header = 0 }), MSG_DATA_NOT_NUMBER, "input:1:1: 'a'", "header");
  Array *a = read_text("csv", "1.0,2O\n1,2\n", NULL);
  assert_non_null(a);
  assert_int_equal(diags.warnings, 1);
  assert_int_equal(diags.first->id, MSG_DATA_HEADER_NUMBERS);
  array_unref(a);
}

static Array *choose(const char *text, const char *columns)
{
  return read_text("csv", text, &(DataOptions){ .columns = columns, .header = -1 });
}

static void columns(void **state)
{
  (void)state;
  const char *iris = "length,width,species\n1,2,setosa\n3,4,\"virgin,ica\"\n";
  EXPECT_MATRIX(choose(iris, "length, width"), 2, 2, 1, 2, 3, 4);
  EXPECT_MATRIX(choose(iris, " width ,length"), 2, 2, 2, 1, 4, 3);
  EXPECT_MATRIX(choose(iris, "2"), 2, 1, 2, 4);
  EXPECT_MATRIX(choose("1,2,3\n4,5,6", "3, 1"), 2, 2, 3, 1, 6, 4);
  EXPECT_MATRIX(choose("\"2\",\"1\",x\n4,5,6", "1"), 1, 1, 5);        /* a name comes before a number */
  expect_error(choose(iris, "lenght"), MSG_DATA_COLUMN, "'lenght'", "unknown column");
  assert_string_equal(diags.first->parts->text, "did you mean 'length'?");
  expect_error(choose(iris, "qqqqqqq"), MSG_DATA_COLUMN, "'qqqqqqq'", "unknown column");
  assert_string_equal(diags.first->parts->text, "its columns are length, width, species");
  expect_error(choose("1,2\n3,4", "length"), MSG_DATA_COLUMN, "'length'", "no header");
  expect_error(choose(iris, "0"), MSG_DATA_COLUMN, "'0'", "column 0");
  expect_error(choose(iris, "4"), MSG_DATA_COLUMN, "'4'", "column 4");
  expect_error(choose(iris, "99999999999999999999"), MSG_DATA_COLUMN, "'99999", "column out of range");
  expect_error(choose(iris, ""), MSG_DATA_COLUMN, "''", "empty");
  expect_error(choose(iris, "length,,width"), MSG_DATA_COLUMN, "''", "empty");
  expect_error(choose(iris, "length, 1"), MSG_DATA_COLUMN_TWICE, "asked for twice", "twice");
  expect_error(choose("a,a\n1,2", "a"), MSG_DATA_COLUMN_TWICE, "more than once", "not unique");
  expect_error(choose(iris, "species"), MSG_DATA_NOT_NUMBER, "input:2:5: 'setosa'", "text column");
}

static void missing_values(void **state)
{
  (void)state;
  const BadInput bad[] = {
    { "a,b\n1,\n", MSG_DATA_MISSING, "input:2:3: " }, { "1,2\n,3\n", MSG_DATA_MISSING, "input:2:1: " }, { "1,NA\n", MSG_DATA_MISSING, "input:1:3: " },
    { "1,2\n3, nan\n", MSG_DATA_MISSING, "input:2:4: " }, { "1\n\n2\n", MSG_DATA_MISSING, "input:2:1: " }, { "x\n1\n\"\"\n", MSG_DATA_MISSING, "input:3:2: " },
  };
  expect_errors("csv", NULL, bad, COUNT(bad));
  expect_error(read_text("tsv", "1\t2\n3\t\n", NULL), MSG_DATA_MISSING, "input:2:3: ", "trailing tab");
  Array *a = read_text("csv", "1,NA\n,4\nnan,\"NaN\"\n", &(DataOptions){ .header = -1, .missing = true });
  assert_non_null(a);
  assert_int_equal(a->size[0], 3);
  for (int i = 1; i < 6; i++) assert_true(i == 3 ? a->data[i] == 4 : isnan(a->data[i]));
  array_unref(a);
}

static void bad_tables(void **state)
{
  (void)state;
  const BadInput bad[] = {
    { "", MSG_DATA_EMPTY, "no numbers" }, { "\n \n", MSG_DATA_EMPTY, "no numbers" }, { "a,b\n", MSG_DATA_EMPTY, "no numbers" }, { "\xEF\xBB\xBF", MSG_DATA_EMPTY, "" },
    { "1,2\n3\n", MSG_DATA_RAGGED, "input:2:1: this row has 1 field, the first one has 2" }, { "1,2\n3,4,5,6\n", MSG_DATA_RAGGED, "has 4 fields" },
    { "1,2,\n1,2\n", MSG_DATA_MISSING, "input:1:5" }, { "1,2\n3,4,\n", MSG_DATA_RAGGED, "has 3 fields" }, { "a,b\n1,2\n3,\"4\",5", MSG_DATA_RAGGED, "input:3:1" },
    { "1,2,3,4,5,6,7,8,9\n1\n1\n1\n1\n1\n", MSG_DATA_RAGGED, "input:2:1" }, { "1,2,3,4\n\n\n\n\n\n\n\n1", MSG_DATA_RAGGED, "input:9:1" },
    { "a\n1\n\xC3\xA4\xC3\xA4,x\n", MSG_DATA_RAGGED, "input:3:1" },
    { "a,b\n1,x\n", MSG_DATA_NOT_NUMBER, "input:2:3: 'x' is not a number" }, { "a,b\n1,\xC3\xA4 b\n2,x", MSG_DATA_NOT_NUMBER, "input:2:3: '\xC3\xA4 b'" },
    { "\"\xC3\xA4\xC3\xA4\",b\n\"\xC3\xA4\",1\n", MSG_DATA_NOT_NUMBER, "input:2:2" }, { "a\n0x10\n", MSG_DATA_NOT_NUMBER, "'0x10'" },
    { "a\nnan(0x7ff)\n", MSG_DATA_NOT_NUMBER, "'nan(0x7ff)'" }, { "a\n1 2\n", MSG_DATA_NOT_NUMBER, "'1 2'" }, { "a;b\n1;2\n", MSG_DATA_NOT_NUMBER, "'1;2'" },
    { "a\n\"1,5\"\n", MSG_DATA_NOT_NUMBER, "'1,5'" }, { "a\n1e\n", MSG_DATA_NOT_NUMBER, "'1e'" }, { "a\n\xFF\x01\n", MSG_DATA_NOT_NUMBER, "'?\?'" },
    { "a\n1e999999\n", MSG_DATA_RANGE, "'1e999999'" }, { "a\n-1e309,\n", MSG_DATA_RAGGED, "2 fields" }, { "a\n\"1e309\"", MSG_DATA_RANGE, "input:2:2" },
    { "a\n1\n\"2\n3\n", MSG_DATA_QUOTE_OPEN, "input:3:1" }, { "\"", MSG_DATA_QUOTE_OPEN, "input:1:1" }, { "\"a\"\"", MSG_DATA_QUOTE_OPEN, "input:1:1" },
    { "a\n\"1\"2\n", MSG_DATA_QUOTE_REST, "input:2:4: '2'" }, { "\"a\" b,c\n", MSG_DATA_QUOTE_REST, "'b'" }, { "a\n1\n2\r3\n", MSG_DATA_NOT_NUMBER, "'2?3'" },
    { "\xFF\xFE" "1", MSG_DATA_NOT_TEXT, "UTF-16" },
  };
  limit_memory(64 << 20);
  expect_errors("csv", NULL, bad, COUNT(bad));
  expect_error(read_bytes("csv", "1,2\n3,\0\n", 8, NULL), MSG_DATA_NOT_TEXT, "input:2:3: a NUL byte", "NUL");
  assert_null(data_read("csv", folder, NULL, &diags, (Span){0}));
  diag_clear(&diags);
  expect_error(data_read("csv", data_path(arena, folder, "absent.csv"), NULL, &diags, (Span){0}), MSG_FILE_READ, "absent.csv", "absent");
  diag_clear(&diags);
  expect_error(data_read("cvs", "x", NULL, &diags, (Span){0}), MSG_DATA_FORMAT, "'cvs'", "format");
  lift_memory_limit();
}

/* a million fields in a row, a quote that is open for megabytes, a number of a million digits */
static void large_tables(void **state)
{
  (void)state;
  size_t n = 2000000;
  char *text = malloc(n + 1);
  for (size_t i = 0; i < n; i++) text[i] = i % 2 ? ',' : '7';
  text[n - 1] = '\0';
  Array *a = read_text("csv", text, NULL);
  assert_non_null(a);
  assert_int_equal(a->size[1], n / 2);
  assert_true(a->data[n / 2 - 1] == 7);
  array_unref(a);
  text[n / 2 + 1] = '\n';
  assert_null(read_text("csv", text, NULL));
  memset(text, '\n', n);
  text[0] = '"';
  expect_error(read_bytes("csv", text, n, NULL), MSG_DATA_QUOTE_OPEN, "input:1:1", "open quote");
  memset(text, '3', n);
  expect_error(read_bytes("csv", text, n, NULL), MSG_DATA_RANGE, "input:1:1: '3333", "digits");
  text[1] = '.';
  EXPECT_MATRIX(read_bytes("csv", text, n, NULL), 1, 1, 10.0 / 3);
  free(text);
}

/* every text that can be made of a few bytes, for the sanitizers */
static void all_small_tables(void **state)
{
  (void)state;
  const char letters[] = "1,\"\n\r a";
  enum { LENGTH = 5 };
  int n = (int)sizeof letters - 1, total = 1;
  for (int i = 0; i < LENGTH; i++) total *= n;
  for (int code = 0; code < total; code++) {
    char text[LENGTH];
    for (int i = 0, rest = code; i < LENGTH; i++, rest /= n) text[i] = letters[rest % n];
    Array *a = read_bytes("csv", text, LENGTH, NULL);
    if (!a != (diags.errors == 1)) fail_msg("%.*s: %d errors", LENGTH, text, diags.errors);
    array_unref(a);
  }
}

static void from_a_pipe(void **state)
{
  (void)state;
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  char *text = malloc(60000), path[40];
  for (int i = 0; i < 30000; i++) memcpy(text + 2 * i, "5\n", 2);
  assert_int_equal(write(ends[1], text, 60000), 60000);
  close(ends[1]);
  snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
  diag_clear(&diags);
  Array *a = data_read("csv", path, NULL, &diags, (Span){0});
  assert_non_null(a);
  assert_int_equal(a->size[0], 30000);
  array_unref(a);
  close(ends[0]);
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(plain_tables), cmocka_unit_test(headers), cmocka_unit_test(columns), cmocka_unit_test(missing_values), cmocka_unit_test(bad_tables),
    cmocka_unit_test(large_tables), cmocka_unit_test(all_small_tables), cmocka_unit_test(from_a_pipe),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
