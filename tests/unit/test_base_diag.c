/* Messages as a terminal shows them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/diag.h"
#include <stdlib.h>
#include <string.h>

static Arena *arena;

static int setup(void **state)
{
  (void)state;
  arena = arena_new();
  return 0;
}

static int teardown(void **state)
{
  (void)state;
  arena_free(arena);
  return 0;
}

static const char *printed(const DiagList *list, bool colour)
{
  char *text = NULL;
  size_t n = 0;
  FILE *f = open_memstream(&text, &n);
  diag_print(list, f, colour);
  fclose(f);
  const char *kept = arena_strdup(arena, text);
  free(text);
  return kept;
}

/* the message "cannot read 'a': b" at the place of `what` in `text` */
static const char *message_at(const char *text, const char *what, size_t length)
{
  Source *s = source_from_text(arena, "t.em", ".", text, strlen(text));
  DiagList list = { .arena = arena };
  int begin = (int)(strstr(text, what) - text);
  diag_add(&list, (Span){ s, begin, begin + (int)length }, MSG_FILE_READ, "a", "b");
  return printed(&list, false);
}

static void caret(void **state)
{
  (void)state;
  assert_string_equal(message_at("let K = 2\nprint  c + K\n", "c + K", 5),
    "t.em:2:8: error: cannot read 'a': b\n"
    "  2 | print  c + K\n"
    "    |        ^~~~~\n");
}

static void end_of_text(void **state)
{
  (void)state;
  assert_string_equal(message_at("print (", "", 0) , "t.em:1:1: error: cannot read 'a': b\n  1 | print (\n    | ^\n");
  Source *s = source_from_text(arena, "t.em", ".", "print (\n", 8);
  DiagList list = { .arena = arena };
  diag_add(&list, (Span){ s, 8, 8 }, MSG_FILE_READ, "a", "b");
  assert_string_equal(printed(&list, false), "t.em:2:1: error: cannot read 'a': b\n  2 | \n    | ^\n");
}

static void tabs_and_wide_characters(void **state)
{
  (void)state;
  assert_string_equal(message_at("a\tµ漢 = 1\r\n", "=", 1),
    "t.em:1:6: error: cannot read 'a': b\n"
    "  1 | a       µ漢 = 1\n"
    "    |             ^\n");
  assert_string_equal(message_at("漢\tx", "漢\t", 4),
    "t.em:1:1: error: cannot read 'a': b\n"
    "  1 | 漢      x\n"
    "    | ^~~~~~~~\n");
}

static void control_characters(void **state)
{
  (void)state;
  assert_string_equal(message_at("a\33[31m\xFF b", "b", 1),
    "t.em:1:9: error: cannot read 'a': b\n"
    "  1 | a?[31m? b\n"
    "    |         ^\n");
}

static void several_lines(void **state)
{
  (void)state;
  assert_string_equal(message_at("x = (1 +\n     2)\n", "(1", 10),
    "t.em:1:5: error: cannot read 'a': b\n"
    "  1 | x = (1 +\n"
    "    |     ^~~~\n"
    "  2 |      2)\n"
    "    |      ~\n");
  assert_string_equal(message_at("a\nb\nc\nd\ne\nf\n", "a", 11),
    "t.em:1:1: error: cannot read 'a': b\n"
    "  1 | a\n"
    "    | ^\n"
    "    | …\n"
    "  6 | f\n"
    "    | ~\n");
}

static void long_lines(void **state)
{
  (void)state;
  char text[1001];
  memset(text, 'x', 1000);
  text[1000] = '\0';
  memcpy(text + 500, "HERE", 4);
  const char *m = message_at(text, "HERE", 4);
  const char *line = strchr(m, '\n') + 1, *marks = strchr(line, '\n') + 1;
  assert_non_null(strstr(line, "HERE"));
  /* the ellipsis takes three bytes and one column */
  assert_int_equal(strstr(line, "HERE") - line - 2, strchr(marks, '^') - marks);
  assert_true(marks - line < 150);
}

static void notes_and_hints(void **state)
{
  (void)state;
  Source *s = source_from_text(arena, "t.em", ".", "let K = 2", 9);
  DiagList list = { .arena = arena };
  Diag *d = diag_add(&list, (Span){0}, MSG_FILE_WRITE, "out", "no room");
  diag_note(&list, d, (Span){0}, "wrote %d bytes", 12);
  diag_note(&list, d, (Span){ s, 4, 5 }, "its size");
  diag_hint(&list, d, "free some");
  assert_int_equal(list.errors, 1);
  assert_string_equal(printed(&list, false),
    "majorant: error: cannot write 'out': no room\n"
    "    note: wrote 12 bytes\n"
    "t.em:1:5: note: its size\n"
    "  1 | let K = 2\n"
    "    |     ^\n"
    "    hint: free some\n");
  assert_non_null(strstr(printed(&list, true), "\33["));
  diag_clear(&list);
  assert_int_equal(list.errors, 0);
  assert_string_equal(printed(&list, false), "");
}

static void colour(void **state)
{
  (void)state;
  FILE *file = tmpfile();
  assert_false(diag_wants_colour(file));
  fclose(file);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(caret, setup, teardown),
    cmocka_unit_test_setup_teardown(end_of_text, setup, teardown),
    cmocka_unit_test_setup_teardown(tabs_and_wide_characters, setup, teardown),
    cmocka_unit_test_setup_teardown(control_characters, setup, teardown),
    cmocka_unit_test_setup_teardown(several_lines, setup, teardown),
    cmocka_unit_test_setup_teardown(long_lines, setup, teardown),
    cmocka_unit_test_setup_teardown(notes_and_hints, setup, teardown),
    cmocka_unit_test(colour),
  };
  return RUN_TESTS(tests);
}
