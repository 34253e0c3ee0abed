/* The arena: alignment, zeroing, large objects, counting.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/arena.h"
#include "base/vec.h"
#include <string.h>

static void alignment_and_zeros(void **state)
{
  (void)state;
  Arena *a = arena_new();
  for (size_t bytes = 0; bytes < 3000; bytes += 7) {
    unsigned char *p = arena_alloc(a, bytes);
    assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < bytes; i++) assert_int_equal(p[i], 0);
    memset(p, 0xFF, bytes);
  }
  arena_free(a);
}

static void large_objects_do_not_waste_the_block(void **state)
{
  (void)state;
  Arena *a = arena_new();
  char *first = arena_alloc(a, 16);
  char *large = arena_alloc(a, 10 << 20);
  char *second = arena_alloc(a, 16);
  memset(large, 1, 10 << 20);
  assert_ptr_equal(second, first + 16);
  assert_int_equal(arena_bytes(a), (10 << 20) + 32);
  arena_free(a);
  arena_free(NULL);
}

static void texts(void **state)
{
  (void)state;
  Arena *a = arena_new();
  assert_string_equal(arena_strdup(a, "touch"), "touch");
  assert_string_equal(arena_printf(a, "%s[%d]", "x", 12), "x[12]");
  char *longer = arena_printf(a, "%0100000d", 7);
  assert_int_equal(strlen(longer), 100000);
  assert_memory_equal(arena_copy(a, "abc", 3), "abc", 3);
  arena_free(a);
}

static void vectors_grow(void **state)
{
  (void)state;
  Arena *a = arena_new();
  VEC(int) v = {0};
  for (int i = 0; i < 1000; i++) vec_push(a, &v, i);
  assert_int_equal(v.len, 1000);
  for (int i = 0; i < 1000; i++) assert_int_equal(v.data[i], i);
  arena_free(a);
}

static void vectors_grow_where_they_lie(void **state)
{
  (void)state;
  Arena *a = arena_new();
  VEC(int) v = {0}, w = {0};
  vec_push(a, &v, 1);
  const int *first = v.data;
  for (int i = 2; i < 64; i++) vec_push(a, &v, i);
  assert_ptr_equal(v.data, first);                         /* nothing came behind it */
  vec_push(a, &w, 5);
  for (int i = 64; i < 130; i++) vec_push(a, &v, i);
  assert_true(v.data != first);
  assert_int_equal(first[62], 63);                         /* the old place stays readable */
  assert_int_equal(w.data[0], 5);
  for (int i = 0; i < v.len; i++) assert_int_equal(v.data[i], i + 1);
  for (int i = v.len; i < v.cap; i++) assert_int_equal(v.data[i], 0);
  arena_free(a);
}

static void loans_come_back(void **state)
{
  (void)state;
  Arena *a = arena_new();
  size_t before = arena_bytes(a);
  void *loan[4];
  for (int i = 0; i < 4; i++) {
    loan[i] = arena_lend(a, 100000);
    assert_int_equal((uintptr_t)loan[i] % _Alignof(max_align_t), 0);
    assert_int_equal(((char *)loan[i])[99999], 0);
    memset(loan[i], 1, 100000);
  }
  assert_int_equal(arena_bytes(a), before + 400000);
  arena_give_back(a, loan[1]);                             /* from the middle, the ends; the last one goes with the arena */
  arena_give_back(a, loan[3]);
  arena_give_back(a, loan[0]);
  arena_give_back(a, NULL);
  assert_int_equal(arena_bytes(a), before + 100000);
  arena_free(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(alignment_and_zeros),
    cmocka_unit_test(large_objects_do_not_waste_the_block),
    cmocka_unit_test(texts),
    cmocka_unit_test(vectors_grow), cmocka_unit_test(vectors_grow_where_they_lie), cmocka_unit_test(loans_come_back),
  };
  return RUN_TESTS(tests);
}
