/* The machine's reductions, scattered sums and products of picked rows, against the definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm_tools.h"

static const Opcode folds[] = { OP_SUM, OP_PROD, OP_LEAST, OP_GREATEST };

/* x[rows, J, K]: over the tile, over one or both other axes, over all */
static void folds_of_tiles(void **state)
{
  (void)state;
  for (int f = 0; f < 4; f++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t rows = 900, J = 3, K = 4;
    int x = bench_input(b, 3, SIZES(rows, J, K), f == 1 ? 0.95 : -1, f == 1 ? 1.05 : 1);
    int pass = program_section_pass(b->p, 0, rows, NULL);
    int t = program_reg_tile(b->p, pass, ELEM_F64, 2, SIZES(J, K), "t"), s = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(J), "s"),
        u = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "u");
    int over_tile = bench_output(b, ELEM_F64, 2, SIZES(J, K)), over_two = bench_output(b, ELEM_F64, 1, SIZES(J)), over_all = bench_output(b, ELEM_F64, 0, NULL);
    int by_row = bench_output(b, ELEM_F64, 2, SIZES(rows, J)), by_row2 = bench_output(b, ELEM_F64, 1, SIZES(rows)), direct = bench_output(b, ELEM_F64, 1, SIZES(K));
    EMIT(pass, .op = OP_COPY, .space = TILED(J, K, 0), .dst = { VIEW(t, K, 1, 1) }, .src = { VIEW(x, K, 1, J * K) });
    EMIT(pass, .op = folds[f], .reduced = 4, .space = TILED(J, K, 0), .dst = { VIEW(over_tile, K, 1, 0) }, .src = { VIEW(t, K, 1, 1) });
    EMIT(pass, .op = folds[f], .reduced = 6, .space = TILED(J, K, 0), .dst = { VIEW(over_two, 1, 0, 0) }, .src = { VIEW(t, K, 1, 1) });
    EMIT(pass, .op = folds[f], .reduced = 7, .space = TILED(J, K, 0), .dst = { VIEW(over_all, 0) }, .src = { VIEW(t, K, 1, 1) });
    EMIT(pass, .op = folds[f], .reduced = 2, .space = TILED(J, K, 0), .dst = { VIEW(s, 1, 0, 1) }, .src = { VIEW(t, K, 1, 1) });
    EMIT(pass, .op = folds[f], .reduced = 3, .space = TILED(J, K, 0), .dst = { VIEW(u, 0, 0, 1) }, .src = { VIEW(t, K, 1, 1) });
    EMIT(pass, .op = folds[f], .reduced = 5, .space = TILED(J, K, 0), .dst = { VIEW(direct, 0, 1, 0) }, .src = { VIEW(x, K, 1, J * K) });
    EMIT(pass, .op = OP_COPY, .space = TILED(J, 0), .dst = { VIEW(by_row, 1, J) }, .src = { VIEW(s, 1, 1) });
    EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(by_row2, 1) }, .src = { VIEW(u, 1) });
    bench_judge(b, 6, (int[]){ over_tile, over_two, over_all, by_row, by_row2, direct }, 1e-13);
  }
}

/* whole arrays: contiguous and strided, long and short, over broadcast axes */
static void folds_of_arrays(void **state)
{
  (void)state;
  for (int f = 0; f < 4; f++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t n = 5003, k = 3;
    int x = bench_input(b, 2, SIZES(n, k), f == 1 ? 0.999 : -1, f == 1 ? 1.001 : 1), s = program_section_short(b->p, NULL);
    int rows = bench_output(b, ELEM_F64, 1, SIZES(n)), cols = bench_output(b, ELEM_F64, 1, SIZES(k)), all = bench_output(b, ELEM_F64, 0, NULL),
        spread = bench_output(b, ELEM_F64, 1, SIZES(k));
    EMIT(s, .op = folds[f], .reduced = 2, .space = SPACE(n, k), .dst = { VIEW(rows, 1, 0) }, .src = { VIEW(x, k, 1) });
    EMIT(s, .op = folds[f], .reduced = 1, .space = SPACE(n, k), .dst = { VIEW(cols, 0, 1) }, .src = { VIEW(x, k, 1) });
    EMIT(s, .op = folds[f], .reduced = 3, .space = SPACE(n, k), .dst = { VIEW(all, 0) }, .src = { VIEW(x, k, 1) });
    EMIT(s, .op = folds[f], .reduced = 1, .space = SPACE(4, k), .dst = { VIEW(spread, 0, 1) }, .src = { VIEW(x, 0, 1) });
    bench_judge(b, 4, (int[]){ rows, cols, all, spread }, 1e-13);
  }
}

/* 64 blocks add up copies of their own, but few of these are held at a time */
static void sums_of_blocks(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 65 * 1024 + 7;
  int x = bench_input(b, 1, SIZES(rows), -1, 1), pass = program_section_pass(b->p, 0, rows, NULL);
  int t = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "t"), sum = bench_output(b, ELEM_F64, 0, NULL), least = bench_output(b, ELEM_F64, 0, NULL);
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("exp"), .space = TILED(0), .dst = { VIEW(t, 1) }, .src = { VIEW(x, 1) });
  EMIT(pass, .op = OP_SUM, .reduced = 1, .space = TILED(0), .dst = { VIEW(sum, 0) }, .src = { VIEW(t, 1) });
  EMIT(pass, .op = OP_LEAST, .reduced = 1, .space = TILED(0), .dst = { VIEW(least, 0) }, .src = { VIEW(t, 1) });
  bench_judge(b, 2, (int[]){ sum, least }, 1e-13);
  assert_true(b->copies > 1 && b->copies <= 1 + 6);        /* of one thread, with six levels */
}

static void positions(void **state)
{
  (void)state;
  for (int most = 0; most < 2; most++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t rows = 700, K = 9;
    int x = bench_input(b, 2, SIZES(rows, K), -1, 1);
    for (int64_t k = 0; k < rows * K; k++) b->input[0]->data[k] = floor(4 * b->input[0]->data[k]);      /* many ties: the first counts */
    int pass = program_section_pass(b->p, 0, rows, NULL), s = program_section_short(b->p, NULL);
    int i = program_reg_tile(b->p, pass, ELEM_I32, 0, NULL, "i"), v = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "v");
    b->p->reg[i].limit = K;
    int at = bench_output(b, ELEM_F64, 1, SIZES(rows)), best = bench_output(b, ELEM_F64, 1, SIZES(rows)), column = bench_output(b, ELEM_F64, 1, SIZES(K));
    int c = program_reg_whole(b->p, ELEM_I32, 1, SIZES(K), "c");
    b->p->reg[c].limit = rows;
    EMIT(pass, .op = most ? OP_ARGMAX : OP_ARGMIN, .reduced = 1, .space = TILED(K, 0), .dst = { VIEW(i, 0, 1), VIEW(v, 0, 1) }, .src = { VIEW(x, 1, K) });
    EMIT(pass, .op = OP_NUMBER, .space = TILED(0), .dst = { VIEW(at, 1) }, .src = { VIEW(i, 1) });
    EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(best, 1) }, .src = { VIEW(v, 1) });
    EMIT(s, .op = most ? OP_ARGMAX : OP_ARGMIN, .reduced = 2, .space = SPACE(K, rows), .dst = { VIEW(c, 1, 0) }, .src = { VIEW(x, 1, K) });
    EMIT(s, .op = OP_NUMBER, .space = SPACE(K), .dst = { VIEW(column, 1) }, .src = { VIEW(c, 1) });
    bench_judge(b, 3, (int[]){ at, best, column }, 0);
  }
}

/* large, small and infinite exponents; one axis and two; in place */
static void softmax(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 640, J = 4, K = 3;
  int x = bench_input(b, 3, SIZES(rows, J, K), -900, 900);
  for (int64_t k = 0; k < J * K; k++) b->input[0]->data[5 * J * K + k] = -INFINITY;      /* a row without mass */
  b->input[0]->data[7 * J * K] = -INFINITY;
  int pass = program_section_pass(b->p, 0, rows, NULL);
  int t = program_reg_tile(b->p, pass, ELEM_F64, 2, SIZES(J, K), "t");
  int lse = bench_output(b, ELEM_F64, 1, SIZES(rows)), weight = bench_output(b, ELEM_F64, 3, SIZES(rows, J, K)), lse_k = bench_output(b, ELEM_F64, 2, SIZES(rows, J));
  EMIT(pass, .op = OP_COPY, .space = TILED(J, K, 0), .dst = { VIEW(t, K, 1, 1) }, .src = { VIEW(x, K, 1, J * K) });
  EMIT(pass, .op = OP_SOFTMAX, .reduced = 2, .space = TILED(J, K, 0), .dst = { VIEW(lse_k, 1, 0, J) }, .src = { VIEW(t, K, 1, 1) });
  EMIT(pass, .op = OP_SOFTMAX, .reduced = 3, .space = TILED(J, K, 0), .dst = { VIEW(lse, 0, 0, 1), VIEW(t, K, 1, 1) }, .src = { VIEW(t, K, 1, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(J, K, 0), .dst = { VIEW(weight, K, 1, J * K) }, .src = { VIEW(t, K, 1, 1) });
  int s = program_section_short(b->p, NULL), col = bench_output(b, ELEM_F64, 1, SIZES(K));
  EMIT(s, .op = OP_SOFTMAX, .reduced = 1, .space = SPACE(J, K), .dst = { VIEW(col, 0, 1) }, .src = { VIEW(x, K, 1) });
  bench_judge(b, 4, (int[]){ lse, weight, lse_k, col }, 1e-13);
}

static void check_scattered(int64_t D)
{
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 2000, K = 5;
  int x = bench_input(b, 2, SIZES(rows, D), -1, 1);
  bench_input(b, 1, SIZES(rows), 0.6, 5.4);
  int w = bench_input(b, 1, SIZES(rows), 0, 1), table = bench_input(b, 2, SIZES(K, D), -1, 1);
  int z = program_reg_input(b->p, 1, PART_LABELS);
  b->p->reg[z].limit = K;
  int pass = program_section_pass(b->p, 0, rows, NULL), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "t");
  int n = bench_output(b, ELEM_F64, 1, SIZES(K)), s = bench_output(b, ELEM_F64, 2, SIZES(K, D)), v = bench_output(b, ELEM_F64, 2, SIZES(K, D)),
      g = bench_output(b, ELEM_F64, 2, SIZES(K, D)), h = bench_output(b, ELEM_F64, 1, SIZES(K));
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(0), .dst = { VIEW(n, 0) }, .src = { view_number(b->p, 1), { 0 }, VIEW(z, 1) }, .index_stride = 1);
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(0), .dst = { VIEW(h, 0) }, .src = { VIEW(w, 1), { 0 }, VIEW(z, 1) }, .index_stride = 1);
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(D, 0), .dst = { VIEW(s, 1, 0) }, .src = { VIEW(x, 1, D), VIEW(w, 0, 1), VIEW(z, 0, 1) }, .index_stride = D);
  EMIT(pass, .op = OP_SQUARE, .space = TILED(D, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, 1, D) });
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(D, 0), .dst = { VIEW(v, 1, 0) }, .src = { VIEW(t, 1, 1), { 0 }, VIEW(z, 0, 1) }, .index_stride = D);
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(D, 0), .dst = { VIEW(g, 1, 0) }, .src = { VIEW(table, 1, 0), VIEW(w, 0, 1), VIEW(z, 0, 1), VIEW(z, 0, 1) },
       .index_stride = D, .index_stride2 = D);
  bench_judge(b, 5, (int[]){ n, s, v, g, h }, 1e-12);
}

/* rows narrower than a vector, of whole vectors, and others */
static void scattered_sums(void **state)
{
  (void)state;
  for (int64_t D = 1; D < 10; D++) check_scattered(D);
  check_scattered(11);
  check_scattered(16);
}

/* outer products of picked rows, added where labels say */
static void outer_products(void **state)
{
  (void)state;
  static const int64_t sizes[][2] = { { 8, 8 }, { 3, 5 }, { 2, 37 }, { 21, 19 } };
  for (int q = 0; q < 4; q++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t rows = 1100, D = sizes[q][0], E = sizes[q][1], K = 6;
    bench_input(b, 1, SIZES(rows), 0.6, 6.4);
    int p = bench_input(b, 2, SIZES(K, D), -1, 1), r = bench_input(b, 2, SIZES(K, E), -1, 1), z = program_reg_input(b->p, 0, PART_LABELS);
    b->p->reg[z].limit = K;
    int pass = program_section_pass(b->p, 0, rows, NULL), s = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "s"), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(E), "t");
    int h = bench_output(b, ELEM_F64, 3, SIZES(K, D, E)), g = bench_output(b, ELEM_F64, 3, SIZES(K, E, D));
    EMIT(pass, .op = OP_GATHER, .space = TILED(D, 0), .dst = { VIEW(s, 1, 1) }, .src = { VIEW(p, 1, 0), VIEW(z, 0, 1) }, .index_stride = D);
    EMIT(pass, .op = OP_GATHER, .space = TILED(E, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(r, 1, 0), VIEW(z, 0, 1) }, .index_stride = E);
    EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(D, E, 0), .dst = { VIEW(h, E, 1, 0) }, .src = { VIEW(s, 1, 0, 1), VIEW(t, 0, 1, 1), VIEW(z, 0, 0, 1) }, .index_stride = D * E);
    EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(D, E, 0), .dst = { VIEW(g, 1, D, 0) }, .src = { VIEW(s, 1, 0, 1), VIEW(t, 0, 1, 1), VIEW(z, 0, 0, 1) }, .index_stride = D * E);
    bench_judge(b, 2, (int[]){ h, g }, 1e-11);
  }
}

static Array *random_sparse(Bench *b, int64_t rows, int64_t columns, double density)
{
  int64_t cap = rows * columns, stored = 0;
  int32_t *row = malloc((size_t)cap * sizeof *row);
  int64_t *start = calloc((size_t)columns + 1, sizeof *start);
  for (int64_t c = 0; c < columns; c++) {
    for (int64_t r = 0; r < rows; r++) if (c % 7 != 3 && (bench_random(b) + 1) / 2 < density) row[stored++] = (int32_t)r;
    start[c + 1] = stored;
  }
  Array *a = array_new_sparse(rows, columns, stored);
  memcpy(a->row, row, (size_t)stored * sizeof *row);
  memcpy(a->column_start, start, ((size_t)columns + 1) * sizeof *start);
  for (int64_t e = 0; e < stored; e++) a->data[e] = floor(3 * (bench_random(b) + 1)) + 1;
  free(row);
  free(start);
  return a;
}

/* the counts of a factorisation: sampled products and sums into rows and columns of the entries */
static void check_entries(int64_t W, int64_t Y, int64_t Z, double density, bool banded)
{
  Bench bench, *b = &bench;
  bench_start(b);
  Array *n = random_sparse(b, W, Y, density);
  int slot = program_slot_sparse(b->p, 1, "n", W, Y, n->stored);
  b->input[slot] = n;
  b->nslot = slot + 1;
  int phi = bench_input(b, 2, SIZES(W, Z), 0.1, 1), theta = bench_input(b, 2, SIZES(Y, Z), 0.1, 1);
  int row = program_reg_input(b->p, slot, PART_ROWS), col = program_reg_input(b->p, slot, PART_COLUMNS), val = program_reg_input(b->p, slot, PART_VALUES);
  int dense = program_reg_input(b->p, slot, PART_DENSE);
  int pass = program_section_entries(b->p, slot, NULL);
  int p = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "p"), q = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "q"), l = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "l");
  int a = bench_output(b, ELEM_F64, 2, SIZES(W, Z)), c = bench_output(b, ELEM_F64, 2, SIZES(Y, Z)), loss = bench_output(b, ELEM_F64, 0, NULL), sum = bench_output(b, ELEM_F64, 1, SIZES(Y));
  EMIT(pass, .op = OP_ROWS_DOT, .reduced = 1, .alpha = 0.5, .space = TILED(Z, 0), .dst = { VIEW(p, 0, 1) },
       .src = { VIEW(phi, 1, 0), VIEW(theta, 1, 0), VIEW(row, 0, 1), VIEW(col, 0, 1) }, .index_stride = Z, .index_stride2 = Z);
  EMIT(pass, .op = OP_DIV, .space = TILED(0), .dst = { VIEW(q, 1) }, .src = { VIEW(val, 1), VIEW(p, 1) });
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(Z, 0), .dst = { VIEW(a, 1, 0) }, .src = { VIEW(theta, 1, 0), VIEW(q, 0, 1), VIEW(row, 0, 1), VIEW(col, 0, 1) },
       .index_stride = Z, .index_stride2 = Z);
  EMIT(pass, .op = OP_SCATTER_ADD, .space = TILED(Z, 0), .dst = { VIEW(c, 1, 0) }, .src = { VIEW(phi, 1, 0), VIEW(q, 0, 1), VIEW(col, 0, 1), VIEW(row, 0, 1) },
       .index_stride = Z, .index_stride2 = Z);
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("log"), .space = TILED(0), .dst = { VIEW(l, 1) }, .src = { VIEW(p, 1) });
  EMIT(pass, .op = OP_CONTRACT, .reduced = 1, .alpha = -1, .space = TILED(0), .dst = { VIEW(loss, 0) }, .src = { VIEW(l, 1), VIEW(val, 1) });
  int s = program_section_short(b->p, NULL);
  EMIT(s, .op = OP_SUM, .reduced = 1, .space = SPACE(W, Y), .dst = { VIEW(sum, 0, 1) }, .src = { VIEW(dense, Y, 1) });
  int outs[] = { a, c, loss, sum };
  bench_judge(b, 4, outs, 1e-12);
  assert_int_equal(b->bands > 1, banded);
}

static void entries(void **state) { (void)state; check_entries(60, 45, 19, 0.3, false); }

/* rows that do not stay in a cache: the entries go by bands; few entries a row would only pay for the bands */
static void entries_in_bands(void **state)
{
  (void)state;
  check_entries(4000, 230, 12, 0.6, true);
  check_entries(4000, 230, 12, 0.01, false);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(folds_of_tiles), cmocka_unit_test(folds_of_arrays), cmocka_unit_test(sums_of_blocks), cmocka_unit_test(positions), cmocka_unit_test(softmax),
    cmocka_unit_test(scattered_sums), cmocka_unit_test(outer_products), cmocka_unit_test(entries), cmocka_unit_test(entries_in_bands),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
