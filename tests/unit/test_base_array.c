/* Arrays: overflow, alignment, dense and sparse access, ranges.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/array.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void sizes_that_overflow(void **state)
{
  (void)state;
  assert_null(array_new(2, (int64_t[]){ INT64_MAX / 2, 3 }));
  assert_null(array_new(2, (int64_t[]){ INT64_C(1) << 31, INT64_C(1) << 31 }));      /* the count fits, the bytes do not */
  assert_null(array_new(1, (int64_t[]){ INT64_MAX }));
  assert_null(array_new(1, (int64_t[]){ -1 }));
  assert_null(array_new(ARRAY_MAX_AXES + 1, (int64_t[ARRAY_MAX_AXES + 1]){ 0 }));
  assert_null(array_new_sparse(INT64_C(1) << 40, 3, 1));
  assert_null(array_new_sparse(3, INT64_MAX, 1));
  assert_null(array_new_sparse(3, 3, 10));
}

static void dense(void **state)
{
  (void)state;
  Array *a = array_new(3, (int64_t[]){ 2, 3, 4 });
  assert_non_null(a);
  assert_int_equal((uintptr_t)a->data % 64, 0);
  assert_int_equal(array_count(a), 24);
  for (int i = 0; i < 24; i++) {
    assert_true(a->data[i] == 0);
    a->data[i] = i;
  }
  assert_true(array_at(a, (int64_t[]){ 1, 2, 3 }) == 23);
  assert_true(array_at(a, (int64_t[]){ 1, 0, 2 }) == 14);
  Array *b = array_copy(a);
  a->data[5] = -1;
  assert_true(b->data[5] == 5);
  assert_ptr_equal(array_ref(b), b);
  array_unref(b);
  array_unref(b);
  array_unref(a);
  array_unref(NULL);
  Array *empty = array_new(2, (int64_t[]){ 0, 5 });
  assert_non_null(empty);
  assert_int_equal(array_count(empty), 0);
  array_unref(empty);
  Array *one = array_scalar(2.5);
  assert_int_equal(array_count(one), 1);
  assert_true(array_at(one, NULL) == 2.5);
  array_unref(one);
}

/*  0 1 0
 *  2 0 0
 *  3 4 0  */
static Array *example(void)
{
  Array *a = array_new_sparse(3, 3, 4);
  memcpy(a->column_start, (int64_t[]){ 0, 2, 4, 4 }, 4 * sizeof(int64_t));
  memcpy(a->row, (int32_t[]){ 1, 2, 0, 2 }, 4 * sizeof(int32_t));
  memcpy(a->data, (double[]){ 2, 3, 1, 4 }, 4 * sizeof(double));
  return a;
}

static void sparse(void **state)
{
  (void)state;
  const double full[] = { 0, 1, 0, 2, 0, 0, 3, 4, 0 };
  Array *a = example(), *copy = array_copy(a), *d = array_dense(copy);
  array_unref(a);
  for (int i = 0; i < 9; i++) {
    assert_true(array_at(copy, (int64_t[]){ i / 3, i % 3 }) == full[i]);
    assert_true(d->data[i] == full[i]);
  }
  assert_false(d->sparse);
  array_unref(copy);
  array_unref(d);
}

static void ranges(void **state)
{
  (void)state;
  double low, high;
  bool integer;
  Array *a = example();
  assert_true(array_range(a, &low, &high, &integer));
  assert_true(low == 0 && high == 4 && integer);
  a->data[1] = 2.5;
  assert_true(array_range(a, &low, &high, &integer));
  assert_false(integer);
  a->data[1] = NAN;
  assert_false(array_range(a, &low, &high, &integer));
  array_unref(a);
  Array *b = array_new(1, (int64_t[]){ 2 });
  b->data[0] = 3;
  b->data[1] = 7;
  assert_true(array_range(b, &low, &high, &integer));
  assert_true(low == 3 && high == 7 && integer);
  b->data[0] = -INFINITY;
  assert_false(array_range(b, &low, &high, &integer));
  array_unref(b);
}

static void places(void **state)
{
  (void)state;
  Array *a = array_new(2, (int64_t[]){ 3, 2 }), *sparse = array_new_sparse(3, 2, 1), *wide = array_new(2, (int64_t[]){ 1, 65 });
  memcpy(a->data, (double[]){ 1, -0.5, 3, 4, 2, 0 }, 6 * sizeof *a->data);
  const ValueRange *r = array_places(a);
  assert_true(r && r == array_places(a));
  assert_true(r[0].least == 1 && r[0].greatest == 3 && r[0].integer);
  assert_true(r[1].least == -0.5 && r[1].greatest == 4 && !r[1].integer);
  assert_null(array_places(sparse));
  assert_null(array_places(wide));
  array_unref(a);
  array_unref(sparse);
  array_unref(wide);
  a = array_new(2, (int64_t[]){ 2, 2 });
  a->data[3] = NAN;
  assert_null(array_places(a));
  array_unref(a);
}

/* the same entries with rows for columns; turned twice, the array itself */
static void turned(void **state)
{
  (void)state;
  Array *a = array_new_sparse(3, 4, 4);
  const int64_t start[] = { 0, 1, 1, 3, 4 };
  const int32_t row[] = { 1, 0, 1, 2 };
  for (int k = 0; k < 5; k++) a->column_start[k] = start[k];
  for (int k = 0; k < 4; k++) { a->row[k] = row[k]; a->data[k] = k + 1; }
  Array *t = array_turned(a);
  assert_true(t && t == array_turned(a) && t->size[0] == 4 && t->size[1] == 3 && t->stored == 4);
  for (int64_t i = 0; i < 3; i++)
    for (int64_t j = 0; j < 4; j++) assert_true(array_at(a, (int64_t[]){ i, j }) == array_at(t, (int64_t[]){ j, i }));
  Array *back = array_turned(t);
  assert_memory_equal(back->row, row, sizeof row);
  assert_memory_equal(back->column_start, start, sizeof start);
  array_unref(a);
}

/* the same entries, each once; in a stretch band after band, in a band the columns ascend */
static void bands(void **state)
{
  (void)state;
  enum { ROWS = 701, COLUMNS = 91, BANDS = 5 };     /* prime, so that no row lies just between two bands */
  int64_t n = 0;
  for (int c = 0; c < COLUMNS; c++) n += (ROWS - c % 7 + 6) / 7;
  Array *a = array_new_sparse(ROWS, COLUMNS, n);
  n = 0;
  for (int64_t c = 0; c < COLUMNS; c++) {
    for (int32_t r = (int32_t)(c % 7); r < ROWS; r += 7) {
      a->row[n] = r;
      a->data[n++] = (double)(r * COLUMNS + c);
    }
    a->column_start[c + 1] = n;
  }
  assert_true(n == a->stored && array_stretch(a, 0) == 0 && array_stretch(a, ARRAY_STRETCHES) == n);
  const ArrayBands *b = array_in_bands(a, BANDS);
  assert_true(b && b == array_in_bands(a, BANDS + 1) && b->bands == BANDS);
  char *seen = calloc(ROWS * COLUMNS, 1);
  int32_t *column = malloc(((size_t)n + ARRAY_BEYOND) * sizeof *column), *part = malloc(((size_t)n + ARRAY_BEYOND) * sizeof *part);
  array_fill_columns(a, true, 0, n, column);
  for (int k = 0; k < ARRAY_STRETCHES; k++) {
    int64_t lo = array_stretch(a, k), hi = array_stretch(a, k + 1);
    assert_true(lo <= hi);
    for (int64_t e = lo; e < hi; e++) {
      assert_true(b->value[e] == (double)(b->row[e] * COLUMNS + column[e]) && !seen[b->row[e] * COLUMNS + column[e]]++);
      if (e == lo) continue;
      int64_t before = (int64_t)b->row[e - 1] * BANDS / ROWS, here = (int64_t)b->row[e] * BANDS / ROWS;
      assert_true(before < here || (before == here && column[e - 1] <= column[e]));
    }
  }
  for (int64_t e = 0; e < n; e += 1 + e % 50) {
    int64_t len = 64 < n - e ? 64 : n - e;
    array_fill_columns(a, true, e, len, part);
    assert_memory_equal(part, column + e, (size_t)len * sizeof *part);
  }
  array_fill_columns(a, false, 0, n, column);
  for (int64_t c = 0; c < COLUMNS; c++) for (int64_t e = a->column_start[c]; e < a->column_start[c + 1]; e++) assert_int_equal(column[e], c);
  for (int64_t e = 0; e < n; e += 1 + e % 50) {
    int64_t len = 64 < n - e ? 64 : n - e;
    array_fill_columns(a, false, e, len, part);
    assert_memory_equal(part, column + e, (size_t)len * sizeof *part);
  }
  free(column);
  free(part);
  free(seen);
  array_unref(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sizes_that_overflow),
    cmocka_unit_test(dense),
    cmocka_unit_test(sparse),
    cmocka_unit_test(ranges),
    cmocka_unit_test(places), cmocka_unit_test(bands), cmocka_unit_test(turned),
  };
  return RUN_TESTS(tests);
}
