/* JSON in and out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data_tools.h"
#include "data/json_out.h"
#include <math.h>

static void lists(void **state)
{
  (void)state;
  EXPECT_MATRIX(read_text("json", "[[1, 2], [3, 4]]", NULL), 2, 2, 1, 2, 3, 4);
  EXPECT_MATRIX(read_text("json", "\xEF\xBB\xBF \n[[1.5e0\n,-2],\r\n\t[3,4]]\n", NULL), 2, 2, 1.5, -2, 3, 4);
  expect_array(read_text("json", "7", NULL), 0, NULL, (double[]){ 7 });
  expect_array(read_text("json", "[7]", NULL), 1, (int64_t[]){ 1 }, (double[]){ 7 });
  expect_array(read_text("json", "[[[1],[2]]]", NULL), 3, (int64_t[]){ 1, 2, 1 }, (double[]){ 1, 2 });
  expect_array(read_text("json", "[[[[[[[[5]]]]]]]]", NULL), 8, (int64_t[]){ 1, 1, 1, 1, 1, 1, 1, 1 }, (double[]){ 5 });
  Array *a = read_text("json", "[1, null]", &(DataOptions){ .missing = true });
  assert_true(a && isnan(a->data[1]));
  array_unref(a);
}

static void bad_lists(void **state)
{
  (void)state;
  limit_memory(64 << 20);
  const BadInput bad[] = {
    { "", MSG_DATA_EMPTY, "" }, { "  \n", MSG_DATA_EMPTY, "" }, { "[]", MSG_DATA_JSON, "empty" }, { "[[1], []]", MSG_DATA_JSON, "input:1:7: this list is empty" }, { "[", MSG_DATA_JSON, "expected here" },
    { "[1", MSG_DATA_JSON, "input:1:1: this list is never closed" }, { "[1,", MSG_DATA_JSON, "expected here" }, { "[1,]", MSG_DATA_JSON, "expected here" }, { "[,1]", MSG_DATA_JSON, "expected here" },
    { "[1 2]", MSG_DATA_JSON, "',' or ']'" }, { "[1]]", MSG_DATA_JSON, "something follows" }, { "[1] 2", MSG_DATA_JSON, "something follows" }, { "1 2", MSG_DATA_JSON, "something follows" },
    { "[[1, 2], [3]]", MSG_DATA_JSON, "input:1:10: this list has 1 elements, the first one of its level has 2" }, { "[[1], 2]", MSG_DATA_JSON, "a number stands" }, { "[1, [2]]", MSG_DATA_JSON, "a list stands" },
    { "[[[[[[[[[1]]]]]]]]]", MSG_DATA_JSON, "eight" }, { "{\"a\": 1, \"a\": 2}", MSG_DATA_JSON, "an object" }, { "[\"\\ud800\"]", MSG_DATA_JSON, "a text" }, { "[true]", MSG_DATA_JSON, "truth" },
    { "[1e999]", MSG_DATA_RANGE, "1e999" }, { "[null]", MSG_DATA_MISSING, "input:1:2" }, { "[NaN]", MSG_DATA_MISSING, "input:1:2" }, { "[1, abc]", MSG_DATA_NOT_NUMBER, "'abc'" }, { "[0x1]", MSG_DATA_NOT_NUMBER, "'0x1'" },
    { "]", MSG_DATA_JSON, "expected" }, { "[1}", MSG_DATA_NOT_NUMBER, "'1}'" },
  };
  expect_errors("json", NULL, bad, COUNT(bad));
  enum { DEEP = 1000000 };
  char *text = malloc(DEEP);
  memset(text, '[', DEEP);
  expect_error(read_bytes("json", text, DEEP, NULL), MSG_DATA_JSON, "eight", "deep");
  free(text);
  lift_memory_limit();
}

static char *written(void (*write)(JsonOut *), bool *good)
{
  char *text = NULL;
  size_t n = 0;
  FILE *f = open_memstream(&text, &n);
  JsonOut j;
  json_begin(&j, f);
  write(&j);
  *good = json_end(&j);
  fclose(f);
  return text;
}

static void write_all(JsonOut *j)
{
  json_open_object(j);
  json_key(j, "text \"\\\n\t\x01");
  json_string(j, "\xC3\xA4\xFF/");
  json_key(j, "numbers");
  json_numbers(j, (double[]){ 0.1, 1e300, -0.0, (double)NAN, (double)INFINITY, 3 }, 6);
  json_key(j, "nothing");
  json_open_array(j);
  json_close(j);
  json_key(j, "rest");
  json_open_array(j);
  json_integer(j, INT64_MIN);
  json_bool(j, true);
  json_bool(j, false);
  json_null(j);
  json_open_object(j);
  json_close(j);
  json_close(j);
  json_close(j);
}

static void write_left_open(JsonOut *j) { json_open_array(j); }
static void write_too_many_ends(JsonOut *j) { json_open_array(j), json_close(j), json_close(j); }
static void write_too_deep(JsonOut *j)
{
  for (int i = 0; i <= JSON_MAX_DEPTH; i++) json_open_array(j);
  for (int i = 0; i < JSON_MAX_DEPTH; i++) json_close(j);
}

static void write_nested(JsonOut *j)
{
  Array *a = array_new(3, (int64_t[]){ 2, 1, 2 });
  for (int i = 0; i < 4; i++) a->data[i] = i + 1;
  Array *s = array_new_sparse(2, 2, 1);
  s->data[0] = 5, s->row[0] = 1, s->column_start[1] = s->column_start[2] = 1;
  json_open_array(j);
  json_nested(j, a);
  json_nested(j, s);
  json_close(j);
  array_unref(a);
  array_unref(s);
}

static void writing(void **state)
{
  (void)state;
  bool good;
  char *text = written(write_all, &good);
  assert_true(good);
  assert_string_equal(text, "{\"text \\\"\\\\\\n\\t\\u0001\": \"\xC3\xA4\xEF\xBF\xBD/\", \"numbers\": [0.1, 1e300, -0, null, null, 3], \"nothing\": [], "
                            "\"rest\": [-9223372036854775808, true, false, null, {}]}\n");
  free(text);
  text = written(write_nested, &good);
  assert_true(good);
  assert_string_equal(text, "[[[[1, 2]], [[3, 4]]], [[0, 0], [5, 0]]]\n");
  free(text);
  free(written(write_left_open, &good));
  assert_false(good);
  free(written(write_too_many_ends, &good));
  assert_false(good);
  free(written(write_too_deep, &good));
  assert_false(good);
}

static void a_full_disk_shows(void **state)
{
  (void)state;
  FILE *f = fopen("/dev/full", "w");
  if (!f) skip();
  JsonOut j;
  json_begin(&j, f);
  write_all(&j);
  assert_false(json_end(&j));
  fclose(f);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(lists), cmocka_unit_test(bad_lists), cmocka_unit_test(writing), cmocka_unit_test(a_full_disk_shows),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
