/* Lines, columns, spans, reading files; widths of characters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/source.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void positions(void **state)
{
  (void)state;
  Arena *a = arena_new();
  const char *text = "let µ = 1\n\nprint µ";
  Source *s = source_from_text(a, "t.em", ".", text, strlen(text));
  int line, column;
  assert_int_equal(s->nlines, 3);
  source_position(s, 0, &line, &column);
  assert_int_equal(line, 1);
  assert_int_equal(column, 1);
  source_position(s, 7, &line, &column);           /* behind the two bytes of µ */
  assert_int_equal(line, 1);
  assert_int_equal(column, 7);
  source_position(s, 11, &line, &column);
  assert_int_equal(line, 2);
  assert_int_equal(column, 1);
  source_position(s, 1000, &line, &column);
  assert_int_equal(line, 3);
  assert_int_equal(column, 8);
  Span joined = span_join((Span){ s, 4, 6 }, (Span){ s, 9, 12 });
  assert_int_equal(joined.begin, 4);
  assert_int_equal(joined.end, 12);
  assert_ptr_equal(span_join((Span){0}, joined).source, s);
  arena_free(a);
}

static void files(void **state)
{
  (void)state;
  Arena *a = arena_new();
  char path[] = "/tmp/majorant-test-XXXXXX", *error = NULL;
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, "fit\n", 4), 4);
  close(fd);
  Source *s = source_from_file(a, path, &error);
  assert_non_null(s);
  assert_string_equal(s->text, "fit\n");
  assert_string_equal(s->dir, "/tmp");
  unlink(path);
  assert_null(source_from_file(a, path, &error));
  assert_string_equal(error, "No such file or directory");
  assert_null(source_from_file(a, "/", &error));
  assert_string_equal(error, "Is a directory");
  arena_free(a);
}

static void widths(void **state)
{
  (void)state;
  int bytes;
  assert_int_equal(utf8_decode("µ", 2, &bytes), 0xB5);
  assert_int_equal(bytes, 2);
  assert_int_equal(utf8_decode("\xC2", 1, &bytes), UTF8_BAD);
  assert_int_equal(utf8_decode("\xC0\x80", 2, &bytes), UTF8_BAD);        /* overlong */
  assert_int_equal(utf8_decode("\xED\xA0\x80", 3, &bytes), UTF8_BAD);    /* half a surrogate pair */
  assert_int_equal(bytes, 1);
  assert_int_equal(utf8_columns("αβ", 4), 2);
  assert_int_equal(utf8_columns("漢字", 6), 4);
  assert_int_equal(utf8_columns("e\xCC\x81", 3), 1);                      /* e and a combining acute */
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(positions),
    cmocka_unit_test(files),
    cmocka_unit_test(widths),
  };
  return RUN_TESTS(tests);
}
