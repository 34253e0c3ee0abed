/* Matrix Market files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data_tools.h"
#include "base/buf.h"
#include <math.h>

#define REAL "%%MatrixMarket matrix coordinate real general\n"

/* the same numbers as a dense array; the sparse one is in order and without duplicates */
static void expect_sparse(Array *a, int64_t stored, int64_t rows, int64_t columns, const double *values)
{
  if (!a) fail_msg("%s", diags.first->text);
  assert_true(a->sparse && a->stored == stored && a->column_start[0] == 0 && a->column_start[columns] == stored);
  for (int64_t c = 0; c < columns; c++)
    for (int64_t k = a->column_start[c] + 1; k < a->column_start[c + 1]; k++) assert_true(a->row[k - 1] < a->row[k]);
  expect_array(array_dense(a), 2, (int64_t[]){ rows, columns }, values);
  array_unref(a);
}
#define EXPECT_SPARSE(a, stored, rows, columns, ...) expect_sparse((a), (stored), (rows), (columns), (double[]){ __VA_ARGS__ })

static void coordinates(void **state)
{
  (void)state;
  EXPECT_SPARSE(read_text("mtx", REAL "2 3 3\n1 1 5\n2 3 1.5\n1 3 -2\n", NULL), 3, 2, 3, 5, 0, -2, 0, 0, 1.5);
  EXPECT_SPARSE(read_text("mtx", "%%matrixmarket MATRIX Coordinate Integer General\r\n% a comment\r\n%\r\n\r\n2 2 1\r\n 2\t1  7 \r\n\r\n", NULL), 1, 2, 2, 0, 0, 7, 0);
  EXPECT_SPARSE(read_text("mtx", REAL "2 2 5\n2 1 1\n1 1 2\n2 1 3\n1 2 1\n1 2 -1", NULL), 3, 2, 2, 2, 0, 4, 0);       /* duplicates add up, a stored 0 stays */
  EXPECT_SPARSE(read_text("mtx", "%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 2\n2 1\n", NULL), 2, 2, 2, 0, 1, 1, 0);
  EXPECT_SPARSE(read_text("mtx", "%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 3\n2 1 4\n", NULL), 3, 2, 2, 3, 4, 4, 0);
  EXPECT_SPARSE(read_text("mtx", "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 4\n", NULL), 2, 2, 2, 0, -4, 4, 0);
  EXPECT_SPARSE(read_text("mtx", REAL "2 2 0\n", NULL), 0, 2, 2, 0, 0, 0, 0);
}

static void dense(void **state)
{
  (void)state;
  EXPECT_MATRIX(read_text("mtx", "%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n", NULL), 2, 3, 1, 3, 5, 2, 4, 6);
  EXPECT_MATRIX(read_text("mtx", "%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n", NULL), 2, 2, 1, 2, 2, 3);
  EXPECT_MATRIX(read_text("mtx", "%%MatrixMarket matrix array integer skew-symmetric\n2 2\n5", NULL), 2, 2, 0, -5, 5, 0);
}

static void bad_files(void **state)
{
  (void)state;
  limit_memory(64 << 20);
  const BadInput bad[] = {
    { "", MSG_DATA_MTX, "input:1:1" }, { "1 1 1\n", MSG_DATA_MTX, "%%MatrixMarket" }, { "%%MatrixMarket vector coordinate real general\n", MSG_DATA_MTX, "" },
    { "%%MatrixMarket matrix list real general\n", MSG_DATA_MTX, "coordinate or array" }, { "%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 1\n", MSG_DATA_MTX, "real, integer or pattern" },
    { "%%MatrixMarket matrix coordinate real hermitian\n1 1 1\n", MSG_DATA_MTX, "general, symmetric" }, { "%%MatrixMarket matrix array pattern general\n1 1\n1\n", MSG_DATA_MTX, "pattern" },
    { "%%MatrixMarket matrix coordinate real general x\n", MSG_DATA_MTX, "something follows" }, { REAL, MSG_DATA_MTX, "whole number" }, { REAL "2 2\n1 1 1\n", MSG_DATA_MTX, "input:2:4" },
    { REAL "2 -2 1\n1 1 1\n", MSG_DATA_MTX, "whole number" }, { REAL "2 2 1 1\n1 1 1\n", MSG_DATA_MTX, "follows the sizes" }, { REAL "0 2 0\n", MSG_DATA_EMPTY, "" },
    { REAL "2 2 1\n0 1 1\n", MSG_DATA_MTX_INDEX, "input:3:1: row index 0 is outside 1..2" }, { REAL "2 2 1\n1 -1 1\n", MSG_DATA_MTX_INDEX, "column index -1" },
    { REAL "2 2 1\n3 1 1\n", MSG_DATA_MTX_INDEX, "row index 3" }, { REAL "2 2 1\n1 99999999999999999999 1\n", MSG_DATA_MTX_INDEX, "column index 99999" },
    { REAL "2 2 1\n1.5 1 1\n", MSG_DATA_MTX_INDEX, "1.5" }, { REAL "2 2 1\n1\n1 1", MSG_DATA_MTX, "an index is missing" }, { REAL "2 2 1\n1 1\n\n\n", MSG_DATA_MISSING, "input:3:4" },
    { REAL "2 2 1\n1 1 x\n", MSG_DATA_NOT_NUMBER, "input:3:5: 'x'" }, { REAL "2 2 1\n1 1 1 1\n", MSG_DATA_MTX_REST, "input:3:7" }, { REAL "2 2 1\n1 1 nan\n", MSG_DATA_MISSING, "input:3:5" },
    { REAL "2 2 1\n1 1 1e999\n", MSG_DATA_RANGE, "1e999" }, { REAL "2 2 2\n1 1 1\n\n\n\n\n\n", MSG_DATA_SIZE, "2 values, but the file holds 1" },
    { REAL "2 2 1\n1 1 1\n2 2 2\n", MSG_DATA_MTX, "more than the 1 values" }, { REAL "2 2 900000000000\n1 1 1\n", MSG_DATA_SIZE, "900000000000 values" },
    { REAL "2 2 99999999999999999999999\n1 1 1\n", MSG_DATA_SIZE, "" }, { REAL "99999999999 2 1\n1 1 1\n", MSG_DATA_MTX, "2^31" }, { REAL "2 2147483647 1\n1 1 1\n", MSG_DATA_MTX, "far more columns" },
    { "%%MatrixMarket matrix coordinate real symmetric\n2 3 1\n1 1 1\n", MSG_DATA_MTX, "not square" }, { "%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n", MSG_DATA_MTX, "above its lower" },
    { "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 1 1\n", MSG_DATA_MTX, "above its lower" }, { "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 1 5\n", MSG_DATA_MTX_REST, "'5'" },
    { "%%MatrixMarket matrix array real general\n2147483647 2147483647\n1\n", MSG_DATA_SIZE, "" }, { "%%MatrixMarket matrix array real general\n2 1\n1\n\n", MSG_DATA_SIZE, "2 values, but the file holds 1" },
    { "%%MatrixMarket matrix array real general\n2 1\n1 2\n", MSG_DATA_MTX_REST, "" }, { "%%MatrixMarket matrix array real general\n2 1\n1\n2\n3\n", MSG_DATA_MTX, "more than" },
    { "%%MatrixMarket matrix array real general\n2 1\n1\nNA\n", MSG_DATA_MISSING, "input:4:1" },
  };
  expect_errors("mtx", NULL, bad, COUNT(bad));
  expect_error(read_bytes("mtx", REAL "1 1 1\n1 \0 1\n", sizeof REAL + 12, NULL), MSG_DATA_NOT_TEXT, "NUL", "NUL");
  lift_memory_limit();
}

/* many entries in an order that is neither by row nor by column, some of them twice */
static void shuffled(void **state)
{
  (void)state;
  enum { ROWS = 40, COLUMNS = 30, ENTRIES = 2 * ROWS * COLUMNS };
  double *wanted = calloc(ROWS * COLUMNS, sizeof *wanted);
  char *text = NULL;
  size_t n = 0;
  FILE *f = open_memstream(&text, &n);
  fprintf(f, "%s%d %d %d\n", REAL, ROWS, COLUMNS, ENTRIES);
  for (int i = 0; i < ENTRIES; i++) {
    int at = i * 7919 % (ROWS * COLUMNS);
    wanted[at] += 0.1 * i;
    fprintf(f, "%d %d %.17g\n", at / COLUMNS + 1, at % COLUMNS + 1, 0.1 * i);
  }
  fclose(f);
  expect_sparse(read_text("mtx", text, NULL), ROWS * COLUMNS, ROWS, COLUMNS, wanted);
  free(wanted);
  free(text);
}

/* Larger than what is mapped, one of them just as long as its pages; in the file's order and in none. */
static void large_files(void **state)
{
  (void)state;
  enum { ROWS = 300, COLUMNS = 700 };
  for (int64_t step = 1; step <= 11; step += 10) {
    Buf b = {0};
    double *values = calloc(ROWS * COLUMNS, sizeof *values);
    buf_put(&b, REAL);
    buf_printf(&b, "%d %d %d\n", ROWS, COLUMNS, ROWS * COLUMNS);
    for (int64_t i = 0, at = 0; i < ROWS * COLUMNS; i++, at = (at + step) % (ROWS * COLUMNS)) {      /* 11 and the number of cells have no common factor */
      int64_t row = at % ROWS, column = at / ROWS;
      values[row * COLUMNS + column] = (double)at / 8 - 9000;
      buf_printf(&b, "%lld %lld%s%.3f%s\n", (long long)row + 1, (long long)column + 1, i % 7 ? " " : " \t", values[row * COLUMNS + column], i % 5 ? "" : "\r");
    }
    while (b.len % 16384) buf_putc(&b, '\n');
    assert_true(b.len > 1 << 20);
    expect_sparse(read_bytes("mtx", b.text, b.len, NULL), ROWS * COLUMNS, ROWS, COLUMNS, values);
    b.text[b.len / 2] = 'x';
    Array *a = read_bytes("mtx", b.text, b.len, NULL);
    assert_true(!a && diags.errors == 1);
    free(values);
    buf_free(&b);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(coordinates), cmocka_unit_test(dense), cmocka_unit_test(bad_files), cmocka_unit_test(shuffled), cmocka_unit_test(large_files),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
