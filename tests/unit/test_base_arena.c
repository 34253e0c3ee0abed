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

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(alignment_and_zeros),
    cmocka_unit_test(large_objects_do_not_waste_the_block),
    cmocka_unit_test(texts),
    cmocka_unit_test(vectors_grow),
  };
  return RUN_TESTS(tests);
}
