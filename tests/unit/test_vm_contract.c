/* Sums of products and squared distances of random shapes, layouts and classes of axes, in tiles and out of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm_tools.h"

enum { IN_R = 1, IN_A = 2, IN_B = 4 };

static int pick(Bench *b, int n)
{
  int k = (int)((bench_random(b) + 1) / 2 * n);
  return k < n ? k : n - 1;
}

/* strides of the axes in `mask`, in a random order of the axes; the product of the sizes */
static int64_t layout(Bench *b, int n, const int64_t *size, const int *where, int mask, int64_t *stride, int64_t *sizes, int *nsizes)
{
  int order[8], k = 0;
  for (int j = 0; j < n; j++) if (where[j] & mask) order[k++] = j;
  for (int j = k - 1; j > 0; j--) { int q = pick(b, j + 1), t = order[j]; order[j] = order[q]; order[q] = t; }
  int64_t step = 1;
  for (int j = k - 1; j >= 0; j--) { stride[order[j]] = step; step *= size[order[j]]; }
  for (int j = 0; j < k; j++) sizes[j] = size[order[j]];
  *nsizes = k;
  return step;
}

/* the operand as bound data, or copied into a tile register first */
static View operand(Bench *b, int pass, int n, const int64_t *size, const int *where, int mask, bool copy)
{
  View v = { 0 };
  int64_t sizes[8];
  int k;
  layout(b, n, size, where, mask, v.stride, sizes, &k);
  v.reg = bench_input(b, k, sizes, -1, 1);
  bool tiled = pass >= 0 && where[n - 1] & mask;
  if (!copy || !tiled) return v;
  View t = { 0 };
  Space space = { .naxes = n, .tiled = true };
  int other[8] = { 0 };
  for (int j = 0; j < n; j++) { other[j] = j == n - 1 ? 0 : where[j]; space.size[j] = where[j] & mask ? size[j] : 1; }
  layout(b, n, size, other, mask, t.stride, sizes, &k);
  t.stride[n - 1] = 1;
  t.reg = program_reg_tile(b->p, pass, ELEM_F64, k, sizes, "t");
  EMIT(pass, .op = OP_COPY, .space = space, .dst = { t }, .src = { v });
  return t;
}

static void one_case(int seed, bool tiled, Opcode op)
{
  static const int classes[] = { IN_R | IN_A | IN_B, IN_R | IN_A, IN_R | IN_B, IN_A | IN_B, IN_A | IN_B, IN_R | IN_A, IN_R | IN_B, IN_A, IN_R };
  Bench bench, *b = &bench;
  bench_start(b);
  b->seed += (uint64_t)seed * 7919;
  for (int k = 0; k < 5; k++) bench_random(b);
  int n = 2 + pick(b, 4), where[8];
  int64_t size[8] = { 0 }, big = 1;
  for (int j = 0; j < n; j++) {
    where[j] = classes[pick(b, seed % 3 == 0 ? 9 : 7)];
    size[j] = 1 + pick(b, big > 60 ? 3 : seed % 5 == 0 ? 30 : 8);
    big *= size[j];
  }
  if (tiled) {
    size[n - 1] = 100 + pick(b, 900);
    if (op == OP_SQDIST && !(where[n - 1] & IN_R)) where[n - 1] = IN_R | IN_A;
    if (op == OP_SQDIST) where[n - 1] = seed % 4 ? IN_R | IN_A : IN_R | IN_A | IN_B;
  }
  int pass = tiled ? program_section_pass(b->p, 0, size[n - 1], NULL) : -1, s = tiled ? pass : program_section_short(b->p, NULL);
  Instr i = { .op = op, .alpha = seed % 2 ? 1 : 1.5, .space = { .naxes = n, .tiled = tiled } };
  for (int j = 0; j < n; j++) { i.space.size[j] = size[j]; if (!(where[j] & IN_R)) i.reduced |= 1u << j; }
  i.src[0] = operand(b, pass, n, size, where, IN_A, seed % 2);
  i.src[1] = operand(b, pass, n, size, where, IN_B, seed % 4 > 1);
  if (op == OP_DEVIATION) {
    int third[8];
    for (int j = 0; j < n; j++) third[j] = pick(b, 3) || (tiled && j == n - 1 && i.reduced >> j & 1) ? IN_A : 0;
    if (tiled && !(i.reduced >> (n - 1) & 1) && seed % 4) third[n - 1] = 0;
    i.power = seed % 3;
    if (seed % 7) i.src[2] = operand(b, pass, n, size, third, IN_A, third[n - 1] && seed % 5);
    if (seed % 11 == 0 && i.src[2].reg) i.guard = 4;
    bool summed = tiled && i.reduced >> (n - 1) & 1;
    int fourth[8];
    for (int j = 0; j < n; j++) fourth[j] = i.reduced >> j & 1 || (j == n - 1 && tiled && seed % 3) ? 0 : pick(b, 3) ? IN_A : 0;
    if (seed % 5 > 1 && !summed) i.src[3] = operand(b, pass, n, size, fourth, IN_A, false);
  }
  View out = { 0 };
  int64_t sizes[8];
  int k;
  layout(b, n, size, where, IN_R, out.stride, sizes, &k);
  out.reg = bench_output(b, ELEM_F64, k, sizes);
  i.dst[0] = out;
  bool to_tile = tiled && where[n - 1] & IN_R && seed % 3 == 1;
  if (to_tile) {
    View t = { 0 };
    int other[8] = { 0 };
    for (int j = 0; j < n; j++) other[j] = j == n - 1 ? 0 : where[j];
    layout(b, n, size, other, IN_R, t.stride, sizes, &k);
    t.stride[n - 1] = 1;
    t.reg = program_reg_tile(b->p, pass, ELEM_F64, k, sizes, "r");
    i.dst[0] = t;
    Space space = { .naxes = n, .tiled = true };
    for (int j = 0; j < n; j++) space.size[j] = where[j] & IN_R ? size[j] : 1;
    program_emit(b->p, s, &i);
    if (op == OP_CONTRACT && seed % 2) { i.accumulate = true; i.alpha = -0.25; program_emit(b->p, s, &i); }
    EMIT(s, .op = OP_COPY, .space = space, .dst = { out }, .src = { t });
  } else {
    program_emit(b->p, s, &i);
    if (op == OP_CONTRACT && !tiled && seed % 2) { i.accumulate = true; i.alpha = 2; program_emit(b->p, s, &i); }
  }
  bench_judge(b, 1, (int[]){ out.reg }, 1e-12);
}

static void contractions_of_arrays(void **state) { (void)state; for (int k = 0; k < 250; k++) one_case(k, false, OP_CONTRACT); }
static void contractions_of_tiles(void **state) { (void)state; for (int k = 0; k < 250; k++) one_case(1000 + k, true, OP_CONTRACT); }
static void distances_of_arrays(void **state) { (void)state; for (int k = 0; k < 120; k++) one_case(2000 + k, false, OP_SQDIST); }
static void distances_of_tiles(void **state) { (void)state; for (int k = 0; k < 120; k++) one_case(3000 + k, true, OP_SQDIST); }

static void deviations_of_arrays(void **state) { (void)state; for (int k = 0; k < 60; k++) one_case(4000 + k, false, OP_DEVIATION); }
static void deviations_of_tiles(void **state) { (void)state; for (int k = 0; k < 300; k++) one_case(5000 + k, true, OP_DEVIATION); }

/* an infinite weight of a difference that is 0 counts for nothing, if the instruction says so */
static void deviations_guarded(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 70, D = 3, K = 5;
  int x = bench_input(b, 2, SIZES(rows, D), -1, 1), mu = bench_input(b, 2, SIZES(K, D), -1, 1), w = bench_input(b, 2, SIZES(K, D), 1, 2);
  for (int64_t n = 0; n < rows; n++) b->input[0]->data[n * D + 1] = 0.5;
  b->input[1]->data[2 * D + 1] = 0.5;
  b->input[2]->data[2 * D + 1] = INFINITY;
  int pass = program_section_pass(b->p, 0, rows, NULL), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "t"), d = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "d");
  int out = bench_output(b, ELEM_F64, 2, SIZES(rows, K));
  EMIT(pass, .op = OP_COPY, .space = TILED(D, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, 1, D) });
  EMIT(pass, .op = OP_DEVIATION, .power = 2, .guard = 4, .reduced = 2, .space = TILED(K, D, 0), .dst = { VIEW(d, 1, 0, 1) },
       .src = { VIEW(t, 0, 1, 1), VIEW(mu, D, 1, 0), VIEW(w, D, 1, 0) });
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(out, 1, K) }, .src = { VIEW(d, 1, 1) });
  bench_judge(b, 1, (int[]){ out }, 1e-12);
}

/* rows of data as they lie, or turned for it, against a small matrix */
static void rows_by_a_matrix(void **state)
{
  (void)state;
  static const int64_t sizes[][3] = { { 300, 3, 1 }, { 517, 8, 8 }, { 64, 5, 16 }, { 1029, 16, 30 }, { 77, 21, 64 }, { 9, 50, 3 }, { 333, 25, 7 } };
  for (int q = 0; q < 7; q++)
    for (int copied = 0; copied < 2; copied++) {
      Bench bench, *b = &bench;
      bench_start(b);
      int64_t rows = sizes[q][0], K = sizes[q][1], D = sizes[q][2];
      int x = bench_input(b, 2, SIZES(rows, D), -1, 1), m = bench_input(b, 2, SIZES(K, D), -1, 1), out = bench_output(b, ELEM_F64, 2, SIZES(rows, K));
      int pass = program_section_pass(b->p, 0, rows, NULL), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "t"), u = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "u");
      View from = VIEW(x, 0, 1, D);
      if (copied) {
        EMIT(pass, .op = OP_COPY, .space = TILED(D, 0), .dst = { VIEW(u, 1, 1) }, .src = { VIEW(x, 1, D) });
        from = VIEW(u, 0, 1, 1);
      }
      EMIT(pass, .op = OP_CONTRACT, .space = TILED(K, D, 0), .reduced = 2, .alpha = -2, .dst = { VIEW(t, 1, 0, 1) }, .src = { from, VIEW(m, D, 1, 0) });
      EMIT(pass, .op = OP_CONTRACT, .space = TILED(D, K, 0), .reduced = 1, .alpha = 1, .accumulate = true, .dst = { VIEW(t, 0, 1, 1) }, .src = { VIEW(m, 1, D, 0), VIEW(x, 1, 0, D) });
      EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(out, 1, K) }, .src = { VIEW(t, 1, 1) });
      bench_judge(b, 1, (int[]){ out }, 1e-12);
    }
}

/* the sizes of real models, where BLAS and the blocked loops are taken */
static void large_products(void **state)
{
  (void)state;
  static const int64_t shape[][3] = { { 64, 16, 3000 }, { 130, 70, 700 }, { 16, 16, 2000 }, { 1, 32, 2000 }, { 100, 3, 999 } };       /* M, K, rows */
  for (int k = 0; k < 5; k++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t M = shape[k][0], K = shape[k][1], rows = shape[k][2];
    int x = bench_input(b, 2, SIZES(rows, K), -1, 1), w = bench_input(b, 2, SIZES(M, K), -1, 1);
    int pass = program_section_pass(b->p, 0, rows, NULL);
    int t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "t"), y = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(M), "y"),
        z = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(M), "z"), d = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(M), "d");
    int g = bench_output(b, ELEM_F64, 2, SIZES(M, K)), h = bench_output(b, ELEM_F64, 2, SIZES(K, K)), q = bench_output(b, ELEM_F64, 1, SIZES(K)),
        e = bench_output(b, ELEM_F64, 2, SIZES(rows, M));
    EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, 1, K) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 2, .space = TILED(M, K, 0), .dst = { VIEW(y, 1, 0, 1) }, .src = { VIEW(w, K, 1, 0), VIEW(x, 0, 1, K) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 2, .space = TILED(M, K, 0), .dst = { VIEW(z, 1, 0, 1) }, .src = { VIEW(w, K, 1, 0), VIEW(t, 0, 1, 1) });
    EMIT(pass, .op = OP_SQDIST, .reduced = 2, .space = TILED(M, K, 0), .dst = { VIEW(d, 1, 0, 1) }, .src = { VIEW(x, 0, 1, K), VIEW(w, K, 1, 0) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(M, K, 0), .dst = { VIEW(g, K, 1, 0) }, .src = { VIEW(y, 1, 0, 1), VIEW(x, 0, 1, K) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(M, K, 0), .dst = { VIEW(g, K, 1, 0) }, .src = { VIEW(z, 1, 0, 1), VIEW(t, 0, 1, 1) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(K, K, 0), .dst = { VIEW(h, K, 1, 0) }, .src = { VIEW(x, 1, 0, K), VIEW(x, 0, 1, K) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 2, .space = TILED(K, 0), .dst = { VIEW(q, 1, 0) }, .src = { VIEW(x, 1, K), VIEW(y, 0, 1) });
    EMIT(pass, .op = OP_COPY, .space = TILED(M, 0), .dst = { VIEW(e, 1, M) }, .src = { VIEW(d, 1, 1) });
    bench_judge(b, 4, (int[]){ g, h, q, e }, 1e-11);
  }
}

/* a common offset of the data costs no digits */
static void distances_far_from_the_origin(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 300, D = 3, K = 4;
  int x = bench_input(b, 2, SIZES(rows, D), 1e7, 1e7 + 1), c = bench_input(b, 2, SIZES(K, D), 1e7, 1e7 + 1);
  int pass = program_section_pass(b->p, 0, rows, NULL), out = bench_output(b, ELEM_F64, 2, SIZES(rows, K));
  EMIT(pass, .op = OP_SQDIST, .reduced = 2, .space = TILED(K, D, 0), .dst = { VIEW(out, 1, 0, K) }, .src = { VIEW(x, 0, 1, D), VIEW(c, D, 1, 0) });
  bench_judge(b, 1, (int[]){ out }, 1e-14);
}

/* scaled rows of data: becomes a weighted product, symmetric where both operands are the same rows */
static void weighted_products(void **state)
{
  (void)state;
  static const int64_t width[] = { 1, 5, 24, 37, 16, 64 };
  for (int k = 0; k < 12; k++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t D = width[k / 2], E = k % 2 ? D : 6, rows = 1300;
    int x = bench_input(b, 2, SIZES(rows, D), -1, 1), y = k % 2 ? x : bench_input(b, 2, SIZES(rows, E), -1, 1), w = bench_input(b, 1, SIZES(rows), -1, 1);
    for (int64_t i = 0; i < rows; i += 3) b->input[b->nslot - 1]->data[i] = 0;
    int pass = program_section_pass(b->p, 0, rows, NULL), u = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "u"),
        v = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "v");
    int h = bench_output(b, ELEM_F64, 2, SIZES(D, E)), g = bench_output(b, ELEM_F64, 2, SIZES(D, E));
    EMIT(pass, .op = OP_SQUARE, .space = TILED(0), .dst = { VIEW(u, 1) }, .src = { VIEW(w, 1) });
    EMIT(pass, .op = OP_MUL0, .space = TILED(D, 0), .dst = { VIEW(v, 1, 1) }, .src = { VIEW(x, 1, D), VIEW(u, 0, 1) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .alpha = 0.5, .space = TILED(D, E, 0), .dst = { VIEW(h, E, 1, 0) }, .src = { VIEW(y, 0, 1, E), VIEW(v, 1, 0, 1) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(E, D, 0), .dst = { VIEW(g, 1, E, 0) }, .src = { VIEW(y, 1, 0, E), VIEW(x, 0, 1, D), VIEW(u, 0, 0, 1) });
    bench_judge(b, 2, (int[]){ h, g }, 1e-12);
  }
}

/* two sums that are only added to each other: one accumulator, but not where a symmetric product writes one triangle from the other */
static void sums_of_sums(void **state)
{
  (void)state;
  for (int same = 0; same < 2; same++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t D = 30, rows = 700;
    int x = bench_input(b, 2, SIZES(rows, D), -1, 1), y = bench_input(b, 2, SIZES(rows, D), -1, 1), w = bench_input(b, 1, SIZES(rows), 0, 1);
    int pass = program_section_pass(b->p, 0, rows, NULL), after = program_section_short(b->p, NULL);
    int h = program_reg_whole(b->p, ELEM_F64, 2, SIZES(D, D), "h"), g = program_reg_whole(b->p, ELEM_F64, 2, SIZES(D, D), "g"), out = bench_output(b, ELEM_F64, 2, SIZES(D, D));
    int u = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "u");
    EMIT(pass, .op = OP_SQUARE, .space = TILED(0), .dst = { VIEW(u, 1) }, .src = { VIEW(w, 1) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(D, D, 0), .dst = { VIEW(h, D, 1, 0) }, .src = { VIEW(x, 1, 0, D), VIEW(same ? x : y, 0, 1, D), VIEW(u, 0, 0, 1) });
    EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(D, D, 0), .dst = { VIEW(g, D, 1, 0) }, .src = { VIEW(y, 1, 0, D), VIEW(x, 0, 1, D) });
    EMIT(after, .op = OP_ADD, .space = SPACE(D, D), .dst = { VIEW(out, D, 1) }, .src = { VIEW(h, D, 1), VIEW(g, D, 1) });
    bench_judge(b, 1, (int[]){ out }, 1e-12);
  }
}

/* two products add to one accumulator, in either order: the symmetric one must not mirror what the other has added */
static void shared_accumulator(void **state)
{
  (void)state;
  static const int64_t width[] = { 9, 30, 70 };
  for (int k = 0; k < 6; k++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t D = width[k / 2], rows = 700;
    int x = bench_input(b, 2, SIZES(rows, D), -1, 1), y = bench_input(b, 2, SIZES(rows, D), -1, 1), w = bench_input(b, 1, SIZES(rows), 0, 1);
    int pass = program_section_pass(b->p, 0, rows, NULL), u = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "u"), h = bench_output(b, ELEM_F64, 2, SIZES(D, D));
    EMIT(pass, .op = OP_SQUARE, .space = TILED(0), .dst = { VIEW(u, 1) }, .src = { VIEW(w, 1) });
    for (int turn = 0; turn < 2; turn++) {
      if (turn == k % 2) EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(D, D, 0), .dst = { VIEW(h, D, 1, 0) }, .src = { VIEW(x, 1, 0, D), VIEW(x, 0, 1, D), VIEW(u, 0, 0, 1) });
      else EMIT(pass, .op = OP_CONTRACT, .reduced = 4, .space = TILED(D, D, 0), .dst = { VIEW(h, D, 1, 0) }, .src = { VIEW(y, 1, 0, D), VIEW(x, 0, 1, D) });
    }
    bench_judge(b, 1, (int[]){ h }, 1e-12);
  }
}

/* infinities and NaN that a 0 takes out, in a few rows only: the other tiles go the fast way */
static void guarded_products(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 900, D = 5, K = 4;
  int x = bench_input(b, 2, SIZES(rows, D), -1, 1), w = bench_input(b, 1, SIZES(rows), 0.5, 1), table = bench_input(b, 2, SIZES(K, D), -1, 1);
  bench_input(b, 1, SIZES(rows), 0.6, 4.4);
  int z = program_reg_input(b->p, 3, PART_LABELS);
  b->p->reg[z].limit = K;
  for (int64_t i = 300; i < 310; i++) {
    b->input[1]->data[i] = i % 2 ? INFINITY : NAN;
    for (int64_t d = 0; d < D; d++) b->input[0]->data[i * D + d] = 0;
    b->input[3]->data[i] = 3;
  }
  for (int64_t i = 0; i < rows; i++) {                          /* the infinite row of the table meets zeros alone */
    if (i % 50 == 7) b->input[3]->data[i] = 3;
    if (b->input[3]->data[i] >= 2.5 && b->input[3]->data[i] < 3.5) for (int64_t d = 0; d < D; d++) b->input[0]->data[i * D + d] = 0;
  }
  for (int64_t d = 0; d < D; d++) b->input[2]->data[2 * D + d] = d % 2 ? INFINITY : NAN;
  int pass = program_section_pass(b->p, 0, rows, NULL), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "t"),
      u = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "u"), v = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "v");
  int g = bench_output(b, ELEM_F64, 1, SIZES(D)), s = bench_output(b, ELEM_F64, 2, SIZES(K, D)), p = bench_output(b, ELEM_F64, 1, SIZES(rows));
  EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(u, 1) }, .src = { VIEW(w, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(D, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, 1, D) });
  EMIT(pass, .op = OP_CONTRACT, .guard = 2, .reduced = 2, .space = TILED(D, 0), .dst = { VIEW(g, 1, 0) }, .src = { VIEW(t, 1, 1), VIEW(u, 0, 1) });
  EMIT(pass, .op = OP_SCATTER_ADD, .guard = 2, .index_stride = D, .space = TILED(D, 0), .dst = { VIEW(s, 1, 0) }, .src = { VIEW(x, 1, D), VIEW(u, 0, 1), VIEW(z, 0, 1) });
  EMIT(pass, .op = OP_ROWS_DOT, .guard = 3, .reduced = 1, .index_stride = D, .space = TILED(D, 0), .dst = { VIEW(v, 0, 1) },
       .src = { VIEW(table, 1, 0), VIEW(x, 1, D), VIEW(z, 0, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(p, 1) }, .src = { VIEW(v, 1) });
  bench_judge(b, 3, (int[]){ g, s, p }, 1e-12);
}

/* a mixture's instructions: runs slice by slice of K, with registers that keep one slice */
static void slices(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t N = 1500, K = 4, D = 3;
  int x = bench_input(b, 2, SIZES(N, D), -1, 1), mu = bench_input(b, 2, SIZES(K, D), -1, 1), W = bench_input(b, 3, SIZES(K, D, D), -1, 1),
      lw = bench_input(b, 1, SIZES(K), -1, 1);
  int p = program_section_pass(b->p, 0, N, NULL);
  int y = program_reg_tile(b->p, p, ELEM_F64, 2, SIZES(K, D), "y"),
      z = program_reg_tile(b->p, p, ELEM_F64, 2, SIZES(K, D), "z"), q = program_reg_tile(b->p, p, ELEM_F64, 1, SIZES(K), "q"),
      e = program_reg_tile(b->p, p, ELEM_F64, 1, SIZES(K), "e"), r = program_reg_tile(b->p, p, ELEM_F64, 1, SIZES(K), "r"),
      lse = program_reg_tile(b->p, p, ELEM_F64, 0, NULL, "lse"), v = program_reg_tile(b->p, p, ELEM_F64, 2, SIZES(K, D), "v");
  int n = bench_output(b, ELEM_F64, 1, SIZES(K)), s = bench_output(b, ELEM_F64, 2, SIZES(K, D)), A = bench_output(b, ELEM_F64, 3, SIZES(K, D, D)),
      loss = bench_output(b, ELEM_F64, 0, NULL), row = bench_output(b, ELEM_F64, 2, SIZES(N, K));
  EMIT(p, .op = OP_SUB, .space = TILED(K, D, 0), .dst = { VIEW(y, D, 1, 1) }, .src = { VIEW(x, 0, 1, D), VIEW(mu, D, 1, 0) });
  EMIT(p, .op = OP_CONTRACT, .reduced = 4, .space = TILED(K, D, D, 0), .dst = { VIEW(z, D, 1, 0, 1) }, .src = { VIEW(W, D * D, D, 1, 0), VIEW(y, D, 0, 1, 1) });
  EMIT(p, .op = OP_CONTRACT, .alpha = -0.5, .reduced = 2, .space = TILED(K, D, 0), .dst = { VIEW(q, 1, 0, 1) }, .src = { VIEW(z, D, 1, 1), VIEW(y, D, 1, 1) });
  EMIT(p, .op = OP_ADD, .space = TILED(K, 0), .dst = { VIEW(e, 1, 1) }, .src = { VIEW(q, 1, 1), VIEW(lw, 1, 0) });
  EMIT(p, .op = OP_SOFTMAX, .reduced = 1, .space = TILED(K, 0), .dst = { VIEW(lse, 0, 1), VIEW(r, 1, 1) }, .src = { VIEW(e, 1, 1) });
  EMIT(p, .op = OP_SUM, .reduced = 1, .space = TILED(0), .dst = { VIEW(loss, 0) }, .src = { VIEW(lse, 1) });
  EMIT(p, .op = OP_SUM, .reduced = 2, .space = TILED(K, 0), .dst = { VIEW(n, 1, 0) }, .src = { VIEW(r, 1, 1) });
  EMIT(p, .op = OP_CONTRACT, .reduced = 4, .space = TILED(K, D, 0), .dst = { VIEW(s, D, 1, 0) }, .src = { VIEW(y, D, 1, 1), VIEW(r, 1, 0, 1) });
  EMIT(p, .op = OP_MUL, .space = TILED(K, D, 0), .dst = { VIEW(v, D, 1, 1) }, .src = { VIEW(y, D, 1, 1), VIEW(r, 1, 0, 1) });
  EMIT(p, .op = OP_CONTRACT, .reduced = 8, .space = TILED(K, D, D, 0), .dst = { VIEW(A, D * D, D, 1, 0) }, .src = { VIEW(v, D, 1, 0, 1), VIEW(y, D, 0, 1, 1) });
  EMIT(p, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(row, 1, K) }, .src = { VIEW(r, 1, 1) });
  bench_judge(b, 5, (int[]){ n, s, A, loss, row }, 1e-12);
}

/* the nearest of moving points: bounds or not, the same index to the last row, for any number of threads */
static void nearest_points(void **state)
{
  (void)state;
  enum { ROWS = 1500, D = 11, K = 20, RUNS = 25 };
  static int32_t index[4][ROWS];
  static double least[4][ROWS];
  Machine *machine[4];
  Crew *crew[4];
  Array *points = array_new(2, SIZES(K, D)), *data = NULL, *at[4], *low[4];
  Bench bench[4];
  for (int v = 0; v < 4; v++) {                  /* 0: without bounds; 1, 2, 3 threads */
    Bench *b = &bench[v];
    bench_start(b);
    int x = bench_input(b, 2, SIZES(ROWS, D), -1, 1), c = program_reg_input(b->p, program_slot_input(b->p, 2, "c", 2, SIZES(K, D)), PART_DENSE);
    b->p->slot[0].fixed = v > 0;
    if (v == 0) {
      data = b->input[0];
      for (int64_t n = 0; n < ROWS; n++) for (int64_t j = 0; j < D; j++) data->data[n * D + j] += 3 * (double)(n % 7 == j % 7);
    } else { array_unref(b->input[0]); b->input[0] = array_ref(data); }
    int pass = program_section_pass(b->p, 0, ROWS, NULL), d = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "d"), s = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "s"),
        z = program_reg_tile(b->p, pass, ELEM_I32, 0, NULL, "z"), f = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "f");
    b->p->reg[z].limit = K;
    int out = bench_output(b, ELEM_F64, 1, SIZES(ROWS)), number = bench_output(b, ELEM_F64, 1, SIZES(ROWS));
    EMIT(pass, .op = OP_SQDIST, .reduced = 2, .space = TILED(K, D, 0), .dst = { VIEW(d, 1, 0, 1) }, .src = { VIEW(x, 0, 1, D), VIEW(c, D, 1, 0) });
    EMIT(pass, .op = OP_ARGMIN, .reduced = 1, .space = TILED(K, 0), .dst = { VIEW(z, 0, 1), VIEW(s, 0, 1) }, .src = { VIEW(d, 1, 1) });
    EMIT(pass, .op = OP_NUMBER, .space = TILED(0), .dst = { VIEW(f, 1) }, .src = { VIEW(z, 1) });
    EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(out, 1) }, .src = { VIEW(s, 1) });
    EMIT(pass, .op = OP_COPY, .space = TILED(0), .dst = { VIEW(number, 1) }, .src = { VIEW(f, 1) });
    program_slot_output(b->p, 200, "s", out);
    program_slot_output(b->p, 201, "z", number);
    const char *fault = program_finish(b->p);
    if (fault) fail_msg("%s", fault);
    assert_int_equal(b->p->section[pass].instr[0].op, v ? OP_NEAREST : OP_SQDIST);
    crew[v] = crew_new(v ? v : 1);
    machine[v] = machine_new(b->p, crew[v]);
    low[v] = array_new(1, SIZES(ROWS));
    at[v] = array_new(1, SIZES(ROWS));
    assert_true(machine_bind(machine[v], 0, data) && machine_bind(machine[v], 1, points));
    assert_true(machine_bind(machine[v], program_slot_find(b->p, 200, true), low[v]) && machine_bind(machine[v], program_slot_find(b->p, 201, true), at[v]));
  }
  for (int run = 0; run < RUNS; run++) {
    double step = run == 0 || run == 15 ? 3 : run < 10 ? 0.1 : 1e-5;            /* far at the start and once again, then less and less */
    for (int64_t k = 0; k < K * D; k++) points->data[k] += step * bench_random(&bench[0]);
    if (run == 5) memcpy(points->data + 3 * D, points->data + 8 * D, D * sizeof(double));            /* two at one place: the first wins */
    if (run == 8) memcpy(points->data + 4 * D, data->data + 40 * D, D * sizeof(double));
    if (run == 20) points->data[2] = NAN;
    if (run == 22) points->data[2] = 0;
    for (int v = 0; v < 4; v++) {
      if (run == 12) assert_true(machine_bind(machine[v], 0, data));
      assert_true(machine_run(machine[v]));
      for (int n = 0; n < ROWS; n++) { index[v][n] = (int32_t)at[v]->data[n]; least[v][n] = low[v]->data[n]; }
      if (v > 0 && memcmp(index[v], index[0], sizeof index[0]) != 0) fail_msg("run %d, %d threads: another point", run, v);
      for (int n = 0; n < ROWS; n++) {
        bool same = fabs(least[v][n] - least[0][n]) <= 1e-12 * (1 + least[0][n]) || (isnan(least[v][n]) && isnan(least[0][n]));
        if (!same) fail_msg("run %d row %d: %.17g, %.17g", run, n, least[v][n], least[0][n]);
      }
      if (v > 1) assert_memory_equal(least[v], least[1], sizeof least[1]);
    }
  }
  for (int v = 0; v < 4; v++) {
    machine_free(machine[v]);
    crew_free(crew[v]);
    array_unref(at[v]);
    array_unref(low[v]);
    array_unref(bench[v].input[0]);
    arena_free(bench[v].arena);
  }
  array_unref(points);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(contractions_of_arrays), cmocka_unit_test(contractions_of_tiles), cmocka_unit_test(distances_of_arrays),
    cmocka_unit_test(distances_of_tiles), cmocka_unit_test(deviations_of_arrays), cmocka_unit_test(deviations_of_tiles), cmocka_unit_test(deviations_guarded), cmocka_unit_test(nearest_points), cmocka_unit_test(large_products), cmocka_unit_test(rows_by_a_matrix), cmocka_unit_test(distances_far_from_the_origin),
    cmocka_unit_test(slices), cmocka_unit_test(weighted_products), cmocka_unit_test(sums_of_sums), cmocka_unit_test(shared_accumulator), cmocka_unit_test(guarded_products),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
