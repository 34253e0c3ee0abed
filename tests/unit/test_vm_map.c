/* The machine's element-wise instructions, ramps and indices, against the definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include "vm_tools.h"
#include "vm/vector.h"

/* each operation over [K][tile] with broadcast and strided operands, stored by rows */
static void one_map(Opcode op, int kernel, double lo, double hi, int64_t rows)
{
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t K = 5;
  int x = bench_input(b, 2, SIZES(rows, K), lo, hi), y = bench_input(b, 1, SIZES(K), lo, hi), z = bench_input(b, 1, SIZES(rows), lo, hi);
  int out = bench_output(b, ELEM_F64, 2, SIZES(rows, K)), n = op == OP_CALL ? program_kernel_args(kernel) : (int)strlen(op_info[op].src);
  int pass = program_section_pass(b->p, 0, rows, NULL);
  int t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "t"), u = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), "u");
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, 1, K) });
  View from[3] = { VIEW(t, 1, 1), VIEW(y, 1, 0), VIEW(z, 0, 1) };
  for (int turn = 0; turn < 3; turn++) {             /* every kind of operand at every place */
    Instr i = { .op = op, .kernel = kernel, .space = TILED(K, 0), .dst = { VIEW(u, 1, 1) } };
    for (int a = 0; a < n; a++) i.src[a] = from[(a + turn) % 3];
    program_emit(b->p, pass, &i);
    if (turn < 2) EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(u, 1, 1) });
    if (op == OP_CALL || op == OP_POW || op == OP_SQRT) break;      /* the result may leave the domain */
  }
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(out, 1, K) }, .src = { VIEW(u, 1, 1) });
  bench_judge(b, 1, (int[]){ out }, 1e-14);
}

static void every_operation(void **state)
{
  (void)state;
  for (int op = 0; op < OP_COUNT; op++)
    if (op_info[op].class_ == CLASS_MAP && op != OP_CALL)
      one_map((Opcode)op, 0, op == OP_POW || op == OP_SQRT ? 0.1 : -2, 2, op % 2 ? 1000 : 77);
}

static void every_kernel(void **state)
{
  (void)state;
  for (int k = 0; k < KERNEL_COUNT; k++) {
    const char *name = kernel_at((KernelId)k)->name;
    bool integer = strcmp(name, "polygamma") == 0;
    one_map(OP_CALL, k, integer ? 2 : 0.05, integer ? 2 : 6, 150);
  }
}

static const char *const width[] = { "avx512", "avx2", "plain" };

static MapKernel *kernel_of_width(int w, int kernel)
{
  setenv("MAJORANT_VECTOR", width[w], 1);
  MapKernel *row = vector_kernels()->call[kernel];
  unsetenv("MAJORANT_VECTOR");
  return row;
}

/* over its whole range, in each width of vectors: within a unit of the last place, and the ends as they must be */
static void exponentials(void **state)
{
  (void)state;
  enum { N = 20011, ENDS = 10 };
  static const double end[ENDS] = { INFINITY, -INFINITY, NAN, 709.8, -745.2, -746, 1e300, -1e300, 0, -0.0 }, want[ENDS] = { INFINITY, 0, NAN, INFINITY, 0, 0, INFINITY, 0, 1, 1 };
  double *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y), r[ENDS];
  for (int k = 0; k < N; k++) x[k] = k % 3 ? -745.1 + 1454.8 * k / N : (k - N / 2) * 1e-4;
  for (int w = 0; w < 3; w++) {
    MapKernel *exp_row = kernel_of_width(w, KERNEL_exp);
    exp_row(N, y, x, 1, NULL, 0, NULL, 0);
    for (int k = 0; k < N; k++) {
      double e = exp(x[k]);
      if (fabs(y[k] - e) > nextafter(e, INFINITY) - e) fail_msg("%s: exp(%.17g) is %.17g, not %.17g", width[w], x[k], y[k], e);
    }
    exp_row(ENDS, r, end, 1, NULL, 0, NULL, 0);
    for (int k = 0; k < ENDS; k++) assert_true(r[k] == want[k] || (isnan(r[k]) && isnan(want[k])));
  }
  free(x);
  free(y);
}

/* the same of logarithms, within two units; about 1, where the result is small, too */
static void logarithms(void **state)
{
  (void)state;
  enum { N = 30011, ENDS = 8 };
  static const double end[ENDS] = { INFINITY, 0, -0.0, NAN, -1, -INFINITY, 1, 4.9406564584124654e-324 };
  double *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y), r[ENDS];
  for (int k = 0; k < N; k++) x[k] = k % 3 == 0 ? exp(-745 + 1454. * k / N) : k % 3 == 1 ? 0.5 + 1.5 * k / N : 1 + (k - N / 2) * 1e-7;
  for (int w = 0; w < 3; w++) {
    MapKernel *log_row = kernel_of_width(w, KERNEL_log);
    log_row(N, y, x, 1, NULL, 0, NULL, 0);
    for (int k = 0; k < N; k++) {
      double e = log(x[k]);
      if (!(fabs(y[k] - e) <= 2 * (nextafter(fabs(e), INFINITY) - fabs(e)))) fail_msg("%s: log(%.17g) is %.17g, not %.17g", width[w], x[k], y[k], e);
    }
    log_row(ENDS, r, end, 1, NULL, 0, NULL, 0);
    for (int k = 0; k < ENDS; k++) {
      double e = log(end[k]);
      if (!(r[k] == e || (isnan(r[k]) && isnan(e)))) fail_msg("%s: log(%g) is %.17g, not %.17g", width[w], end[k], r[k], e);
    }
  }
  free(x);
  free(y);
}

static void powers(void **state)
{
  (void)state;
  static const double exponent[] = { -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 1.7 };
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 300;
  int x = bench_input(b, 1, SIZES(rows), 0.01, 3), out = bench_output(b, ELEM_F64, 2, SIZES(rows, 10));
  int pass = program_section_pass(b->p, 0, rows, NULL);
  for (int e = 0; e < 10; e++)
    EMIT(pass, .op = OP_POW, .space = TILED(0), .dst = { VIEW_AT(out, e, 10) }, .src = { VIEW(x, 1), view_number(b->p, exponent[e]) });
  bench_judge(b, 1, (int[]){ out }, 1e-14);
}

/* 0^0 is 1, 0 times anything is 0 in the safe forms, the branch not taken may be anything, NaN wins in min and max */
static void odd_numbers(void **state)
{
  (void)state;
  static const double left[] = { 0, 0, INFINITY, NAN, -0.0, 1, -INFINITY, 0, 2 }, right[] = { INFINITY, NAN, 0, 0, 0, NAN, 2, 0, -1 };
  static const Opcode ops[] = { OP_MUL0, OP_DIV0, OP_MIN, OP_MAX, OP_EQ, OP_NE, OP_LT, OP_LE, OP_POW, OP_MUL, OP_DIV };
  Bench bench, *b = &bench;
  bench_start(b);
  int l = program_reg_constant(b->p, 1, SIZES(9), left), r = program_reg_constant(b->p, 1, SIZES(9), right);
  int s = program_section_short(b->p, NULL), out = bench_output(b, ELEM_F64, 2, SIZES(12, 9));
  for (int o = 0; o < 11; o++) EMIT(s, .op = ops[o], .space = SPACE(9), .dst = { VIEW_AT(out, 9 * o, 1) }, .src = { VIEW(l, 1), VIEW(r, 1) });
  EMIT(s, .op = OP_SELECT, .space = SPACE(9), .dst = { VIEW_AT(out, 99, 1) }, .src = { VIEW(r, 1), view_number(b->p, 3), VIEW(l, 1) });
  bench_judge(b, 1, (int[]){ out }, 0);
}

/* quotients by one denominator share its reciprocal, also where that is infinite and they are not */
static void tiny_denominators(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 300;
  int x = bench_input(b, 1, SIZES(rows), -1, 1), y = bench_input(b, 1, SIZES(rows), -1, 1), z = bench_input(b, 1, SIZES(rows), 1, 2);
  static const double left[] = { 1e-310, 3e-309, 0, 5e-324, 1, 0 }, below[] = { 2e-310, -1e-309, 1e-310, 5e-324, 1e-310, 0 };
  static const double want[] = { 0.5, -3, 0, 1, INFINITY, 0 };
  for (int k = 0; k < 6; k++) { b->input[0]->data[7 * k] = left[k]; b->input[2]->data[7 * k] = below[k]; }
  int pass = program_section_pass(b->p, 0, rows, NULL), out = bench_output(b, ELEM_F64, 2, SIZES(2, rows));
  EMIT(pass, .op = OP_DIV0, .space = TILED(0), .dst = { VIEW_AT(out, 0, 1) }, .src = { VIEW(x, 1), VIEW(z, 1) });
  EMIT(pass, .op = OP_DIV0, .space = TILED(0), .dst = { VIEW_AT(out, rows, 1) }, .src = { VIEW(y, 1), VIEW(z, 1) });
  Array *a = b->input[0], *c = b->input[2];
  array_ref(a);
  array_ref(c);
  bench_judge(b, 1, (int[]){ out }, 1e-15);
  double got[12];
  for (int k = 0; k < 6; k++) vector_kernels()->map[VEC_QUOTIENT](1, got + k, a->data + 7 * k, 1, c->data + 7 * k, 1, &(double){ 1 / c->data[7 * k] }, 1);
  for (int k = 0; k < 6; k++) assert_true(got[k] == want[k] || fabs(got[k] - want[k]) < 1e-10);
  array_unref(a);
  array_unref(c);
}

/* whole arrays of up to five axes, permuted and broadcast */
static void short_sections(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int x = bench_input(b, 3, SIZES(4, 3, 5), -1, 1), y = bench_input(b, 2, SIZES(5, 4), 1, 2), w = bench_input(b, 0, NULL, 1, 2);
  int out = bench_output(b, ELEM_F64, 5, SIZES(2, 5, 3, 4, 1)), one = bench_output(b, ELEM_F64, 0, NULL);
  int s = program_section_short(b->p, "all");
  EMIT(s, .op = OP_FMA, .space = SPACE(2, 5, 3, 4, 1), .dst = { view_of(b->p, out, false) },
       .src = { VIEW(x, 0, 1, 5, 15, 0), VIEW(y, 0, 4, 0, 1, 0), VIEW(w, 0) });
  EMIT(s, .op = OP_CALL, .kernel = program_kernel("exp"), .dst = { VIEW(one, 0) }, .src = { VIEW(w, 0) });
  bench_judge(b, 2, (int[]){ out, one }, 1e-15);
}

static void indices(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 500, K = 6, L = 4;
  bench_input(b, 1, SIZES(rows), 0.6, 6.4);
  int y = bench_input(b, 1, SIZES(rows), -1, 7), table = bench_input(b, 3, SIZES(K, L, 3), -1, 1);
  b->p->reg[program_reg_input(b->p, 0, PART_LABELS)].limit = K;
  int label = program_reg_input(b->p, 0, PART_LABELS);
  int pass = program_section_pass(b->p, 0, rows, NULL);
  int iy = program_reg_tile(b->p, pass, ELEM_I32, 0, NULL, "iy"), both = program_reg_tile(b->p, pass, ELEM_I32, 0, NULL, "both");
  b->p->reg[iy].limit = L;
  b->p->reg[both].limit = K * L;
  int g = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(3), "g"), out = bench_output(b, ELEM_F64, 2, SIZES(rows, 3));
  int row = bench_output(b, ELEM_F64, 2, SIZES(rows, 3)), value = bench_output(b, ELEM_F64, 1, SIZES(rows));
  EMIT(pass, .op = OP_INDEX, .space = TILED(0), .dst = { VIEW(iy, 1) }, .src = { VIEW(y, 1) });
  EMIT(pass, .op = OP_INDEX_JOIN, .space = TILED(0), .dst = { VIEW(both, 1) }, .src = { VIEW(label, 1), VIEW(iy, 1) }, .index_stride = L);
  EMIT(pass, .op = OP_GATHER, .space = TILED(3, 0), .dst = { VIEW(g, 1, 1) }, .src = { VIEW(table, 1, 0), VIEW(both, 0, 1) }, .index_stride = 3);
  EMIT(pass, .op = OP_COPY, .space = TILED(3, 0), .dst = { VIEW(out, 1, 3) }, .src = { VIEW(g, 1, 1) });
  EMIT(pass, .op = OP_GATHER, .space = TILED(0), .dst = { VIEW_AT(row, 0, 3) }, .src = { VIEW(g, 1), VIEW(iy, 1) }, .index_stride = 0);
  EMIT(pass, .op = OP_RAMP, .axis = 0, .space = TILED(0), .dst = { VIEW_AT(row, 1, 3) });
  EMIT(pass, .op = OP_RAMP, .axis = 0, .space = TILED(1, 0), .dst = { VIEW_AT(row, 2, 0, 3) });
  EMIT(pass, .op = OP_NUMBER, .space = TILED(0), .dst = { VIEW(value, 1) }, .src = { VIEW(both, 1) });
  bench_judge(b, 3, (int[]){ out, row, value }, 1e-15);
}

/* rows that several labels pick, added up: narrower and wider than a vector, with gaps and without, more than one sum */
static void indices_summed(void **state)
{
  (void)state;
  for (int64_t width = 1; width < 20; width += width < 3 ? 1 : 5)
    for (int gaps = 0; gaps < 2; gaps++) {
      Bench bench, *b = &bench;
      bench_start(b);
      int64_t rows = 531, K = 6, L = 4, Q = 5;
      bench_input(b, 2, SIZES(rows, Q), 0.6, 6.4);
      int table = bench_input(b, 4, SIZES(L, Q, K, 2 * width), -1, 1), label = program_reg_input(b->p, 0, PART_LABELS);
      b->p->reg[label].limit = K;
      int pass = program_section_pass(b->p, 0, rows, NULL), step = gaps ? 2 : 1;
      int g = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(width), "g"), h = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(width), "h");
      int out = bench_output(b, ELEM_F64, 2, SIZES(rows, width)), all = bench_output(b, ELEM_F64, 2, SIZES(rows, width));
      EMIT(pass, .op = OP_GATHER, .reduced = 2, .space = TILED(width, Q, 0), .dst = { VIEW(g, 1, 0, 1) }, .src = { VIEW(table, step, K * 2 * width, 0), VIEW(label, 0, 1, Q) }, .index_stride = 2 * width);
      EMIT(pass, .op = OP_GATHER, .reduced = 6, .space = TILED(width, L, Q, 0), .dst = { VIEW(h, 1, 0, 0, 1) },
           .src = { VIEW(table, step, Q * K * 2 * width, K * 2 * width, 0), VIEW(label, 0, 0, 1, Q) }, .index_stride = 2 * width);
      EMIT(pass, .op = OP_COPY, .space = TILED(width, 0), .dst = { VIEW(out, 1, width) }, .src = { VIEW(g, 1, 1) });
      EMIT(pass, .op = OP_COPY, .space = TILED(width, 0), .dst = { VIEW(all, 1, width) }, .src = { VIEW(h, 1, 1) });
      bench_judge(b, 2, (int[]){ out, all }, 1e-14);
    }
}

/* a pass that begins at row 2 sees the rows before: x[t-2] */
static void shifted_rows(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 333, D = 2;
  int x = bench_input(b, 2, SIZES(rows, D), -1, 1), sum = bench_output(b, ELEM_F64, 1, SIZES(D));
  int pass = program_section_pass(b->p, 2, rows, NULL), d = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(D), "d");
  EMIT(pass, .op = OP_SUB, .space = TILED(D, 0), .dst = { VIEW(d, 1, 1) }, .src = { VIEW(x, 1, D), VIEW_AT(x, -2 * D, 1, D) });
  EMIT(pass, .op = OP_SQUARE, .space = TILED(D, 0), .dst = { VIEW(d, 1, 1) }, .src = { VIEW(d, 1, 1) });
  EMIT(pass, .op = OP_SUM, .reduced = 2, .space = TILED(D, 0), .dst = { VIEW(sum, 1, 0) }, .src = { VIEW(d, 1, 1) });
  bench_judge(b, 1, (int[]){ sum }, 1e-14);
}

/* ---- instructions that run together, strip by strip ---- */

enum { CHAIN = 9 };

/* u = x - m (a number for each row of the space);  q = u u;  w = exp(-q);  v = w y[t];  log v;  then w log v, guarded: log 0 times 0;
 * sums over the tile for each k and over all; w is read behind the run and stored */
static void chain(Bench *b, int64_t rows, int64_t K, int *out)
{
  int x = bench_input(b, 2, SIZES(K, rows), -1, 1), m = bench_input(b, 1, SIZES(K), -1, 1), y = bench_input(b, 1, SIZES(rows), 0, 2);
  for (int64_t i = 0; i < rows; i += 3) b->input[2]->data[i] = 0;
  out[0] = bench_output(b, ELEM_F64, 1, SIZES(K));
  out[1] = bench_output(b, ELEM_F64, 0, NULL);
  out[2] = bench_output(b, ELEM_F64, 2, SIZES(rows, K));
  int pass = program_section_pass(b->p, 0, rows, NULL), t[6];
  for (int k = 0; k < 6; k++) t[k] = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL);
  EMIT(pass, .op = OP_SUB, .space = TILED(K, 0), .dst = { VIEW(t[0], 1, 1) }, .src = { VIEW(x, rows, 1), VIEW(m, 1, 0) });
  EMIT(pass, .op = OP_MUL, .space = TILED(K, 0), .dst = { VIEW(t[1], 1, 1) }, .src = { VIEW(t[0], 1, 1), VIEW(t[0], 1, 1) });
  EMIT(pass, .op = OP_NEG, .space = TILED(K, 0), .dst = { VIEW(t[2], 1, 1) }, .src = { VIEW(t[1], 1, 1) });
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("exp"), .space = TILED(K, 0), .dst = { VIEW(t[3], 1, 1) }, .src = { VIEW(t[2], 1, 1) });
  EMIT(pass, .op = OP_MUL, .space = TILED(K, 0), .dst = { VIEW(t[4], 1, 1) }, .src = { VIEW(t[3], 1, 1), VIEW(y, 0, 1) });
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("log"), .space = TILED(K, 0), .dst = { VIEW(t[5], 1, 1) }, .src = { VIEW(t[4], 1, 1) });
  EMIT(pass, .op = OP_CONTRACT, .reduced = 2, .alpha = -2, .guard = 2, .space = TILED(K, 0), .dst = { VIEW(out[0], 1, 0) }, .src = { VIEW(t[4], 1, 1), VIEW(t[5], 1, 1) });
  EMIT(pass, .op = OP_SUM, .reduced = 3, .space = TILED(K, 0), .dst = { VIEW(out[1], 0, 0) }, .src = { VIEW(t[0], 1, 1) });
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("floor"), .space = TILED(K, 0), .dst = { VIEW(t[0], 1, 1) }, .src = { VIEW(t[0], 1, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(out[2], 1, K) }, .src = { VIEW(t[3], 1, 1) });
}

/* sums of logarithms: as those of products, near to 1 without a digit lost; where a number is not positive, finite and normal, one by one */
static void sums_of_logarithms(void **state)
{
  (void)state;
  static const double odd[] = { 1, 5e-324, 1e-310, 2e-308, DBL_MAX, DBL_MIN, -1, -5e-324, NAN };
  for (int k = 0; k < 12; k++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t rows = k == 11 ? 3 : 2501;
    int x = bench_input(b, 1, SIZES(rows), k == 9 ? 1 - 1e-9 : 1e-3, k == 9 ? 1 : 1e3), sum = bench_output(b, ELEM_F64, 0, NULL);
    for (int64_t i = 0; i < rows && k == 10; i++) b->input[0]->data[i] = ldexp(b->input[0]->data[i], (int)(i % 1900) - 950);
    if (k < 9) b->input[0]->data[1700] = odd[k];
    int pass = program_section_pass(b->p, 0, rows, NULL), t[2];
    for (int j = 0; j < 2; j++) t[j] = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, NULL);
    EMIT(pass, .op = OP_ABS, .space = TILED(0), .dst = { VIEW(t[0], 1) }, .src = { VIEW(x, 1) });
    EMIT(pass, .op = OP_CALL, .kernel = program_kernel("log"), .space = TILED(0), .dst = { VIEW(t[1], 1) }, .src = { VIEW(t[0], 1) });
    EMIT(pass, .op = OP_SUM, .reduced = 1, .space = TILED(0), .dst = { VIEW(sum, 0) }, .src = { VIEW(t[1], 1) });
    bench_judge(b, 1, (int[]){ sum }, 1e-13);
  }
}

/* for rows of a short tile, which are one: what moves with one loop alone, or lies apart, is spread out; the last tile is shorter */
static void short_tile(Bench *b, int64_t rows, int64_t K, int *out)
{
  int x = bench_input(b, 2, SIZES(K, rows), -1, 1), m = bench_input(b, 1, SIZES(K), -1, 1), y = bench_input(b, 1, SIZES(rows), 0, 2);
  out[0] = bench_output(b, ELEM_F64, 0, NULL);
  out[1] = bench_output(b, ELEM_F64, 1, SIZES(rows));
  int pass = program_section_pass(b->p, 0, rows, NULL), t[4];
  for (int k = 0; k < 4; k++) t[k] = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL);
  EMIT(pass, .op = OP_SUB, .space = TILED(K, 0), .dst = { VIEW(t[0], 1, 1) }, .src = { VIEW(x, rows, 1), VIEW(m, 1, 0) });
  EMIT(pass, .op = OP_MUL, .space = TILED(K, 0), .dst = { VIEW(t[1], 1, 1) }, .src = { VIEW(t[0], 1, 1), VIEW(y, 0, 1) });
  EMIT(pass, .op = OP_FMA, .space = TILED(K, 0), .dst = { VIEW(t[2], 1, 1) }, .src = { VIEW(t[1], 1, 1), VIEW(m, 1, 0), VIEW(t[0], 1, 1) });
  EMIT(pass, .op = OP_SQUARE, .space = TILED(K, 0), .dst = { VIEW(t[3], 1, 1) }, .src = { VIEW(t[2], 1, 1) });
  EMIT(pass, .op = OP_SUM, .reduced = 3, .space = TILED(K, 0), .dst = { VIEW(out[0], 0, 0) }, .src = { VIEW(t[3], 1, 1) });
  EMIT(pass, .op = OP_LEAST, .reduced = 1, .space = TILED(K, 0), .dst = { VIEW(out[1], 0, 1) }, .src = { VIEW(t[2], 1, 1) });
}

static void strips_side_by_side(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  int out[2];
  bench_start(b);
  short_tile(b, 211, 3000, out);
  bench_judge(b, 2, out, 1e-12);
  bench_start(b);
  short_tile(b, 211, 3000, out);
  for (int o = 0; o < 2; o++) program_slot_output(b->p, 200 + o, "out", out[o]);
  assert_null(program_finish(b->p));
  const Section *s = &b->p->section[0];
  assert_int_equal(s->instr[0].together, 5);
  assert_true(s->tile <= 64 && 211 % s->tile != 0);
  for (int k = 0; k < b->nslot; k++) array_unref(b->input[k]);
  arena_free(b->arena);
}

static void strips(void **state)
{
  (void)state;
  static const int64_t size[][2] = { { 3000, 7 }, { 5, 3 }, { 64, 300 }, { 777, 1 } };
  for (int k = 0; k < 4; k++) {
    Bench bench, *b = &bench;
    int out[3];
    bench_start(b);
    chain(b, size[k][0], size[k][1], out);
    bench_judge(b, 3, out, 1e-12);
  }
  Bench bench, *b = &bench;
  int out[3];
  bench_start(b);
  chain(b, 3000, 7, out);
  for (int o = 0; o < 3; o++) program_slot_output(b->p, 200 + o, "out", out[o]);
  assert_null(program_finish(b->p));
  const Section *s = &b->p->section[0];
  assert_int_equal(s->instr[0].together, CHAIN);
  assert_int_equal(s->instr[CHAIN].together, 1);
  assert_true(b->p->reg[s->instr[1].dst[0].reg].inner);
  assert_false(b->p->reg[s->instr[3].dst[0].reg].inner);
  for (int k = 0; k < b->nslot; k++) array_unref(b->input[k]);
  arena_free(b->arena);
}

/* x, turned, that only this run reads: u = |x| + 1 (or + a number for each row of the space, so that rows of the tile are not one);  w = log u;
 * sums of x w over the tile for each k, or over all; u is stored */
static int turned_late(Bench *b, int64_t rows, int64_t K, bool joined, int *out)
{
  int x = bench_input(b, 2, SIZES(rows, K), -1, 1), m = bench_input(b, 1, SIZES(K), 1, 2);
  out[0] = bench_output(b, ELEM_F64, 1, SIZES(joined ? 1 : K));
  out[1] = bench_output(b, ELEM_F64, 2, SIZES(K, rows));
  int pass = program_section_pass(b->p, 0, rows, NULL), t[4];
  for (int k = 0; k < 4; k++) t[k] = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL);
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t[0], 1, 1) }, .src = { VIEW(x, 1, K) });
  EMIT(pass, .op = OP_ABS, .space = TILED(K, 0), .dst = { VIEW(t[1], 1, 1) }, .src = { VIEW(t[0], 1, 1) });
  EMIT(pass, .op = OP_ADD, .space = TILED(K, 0), .dst = { VIEW(t[2], 1, 1) }, .src = { VIEW(t[1], 1, 1), joined ? view_number(b->p, 1) : VIEW(m, 1, 0) });
  EMIT(pass, .op = OP_CALL, .kernel = program_kernel("log"), .space = TILED(K, 0), .dst = { VIEW(t[3], 1, 1) }, .src = { VIEW(t[2], 1, 1) });
  EMIT(pass, .op = OP_CONTRACT, .reduced = joined ? 3 : 2, .space = TILED(K, 0), .dst = { VIEW(out[0], joined ? 0 : 1, 0) }, .src = { VIEW(t[0], 1, 1), VIEW(t[3], 1, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(out[1], rows, 1) }, .src = { VIEW(t[2], 1, 1) });
  return t[0];
}

static void turned_in_strips(void **state)
{
  (void)state;
  static const int64_t size[][2] = { { 300, 2000 }, { 1000, 257 }, { 8, 300 }, { 5, 1001 }, { 129, 12 } };
  for (int k = 0; k < 10; k++) {
    Bench bench, *b = &bench;
    int out[2];
    bench_start(b);
    turned_late(b, size[k / 2][0], size[k / 2][1], k % 2, out);
    bench_judge(b, 2, out, 1e-12);
  }
  Bench bench, *b = &bench;
  int out[2];
  bench_start(b);
  int x = turned_late(b, 300, 2000, true, out);
  for (int o = 0; o < 2; o++) program_slot_output(b->p, 200 + o, "out", out[o]);
  assert_null(program_finish(b->p));
  assert_true(b->p->reg[x].late);
  assert_true(b->p->section[0].tile_rows <= 2000);         /* it takes no room in the tile */
  for (int k = 0; k < b->nslot; k++) array_unref(b->input[k]);
  arena_free(b->arena);
}

/* d = 1 / b;  q = a / b;  a row of a, turned, between;  r = c / b;  all by one reciprocal and in one run; 0 / 0 is 0 */
static void quotients(Bench *b, int64_t rows, int64_t K, int *out)
{
  int x = bench_input(b, 2, SIZES(K, rows), 0.5, 2), a = bench_input(b, 2, SIZES(rows, K), -1, 1);
  for (int64_t i = 0; i < rows; i += 5) { b->input[0]->data[i] = 0; b->input[1]->data[i * K] = 0; }
  for (int o = 0; o < 3; o++) out[o] = bench_output(b, ELEM_F64, 2, SIZES(K, rows));
  int pass = program_section_pass(b->p, 0, rows, NULL), t[4];
  for (int k = 0; k < 4; k++) t[k] = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL);
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t[0], 1, 1) }, .src = { VIEW(a, 1, K) });
  EMIT(pass, .op = OP_DIV0, .space = TILED(K, 0), .dst = { VIEW(t[1], 1, 1) }, .src = { VIEW(t[0], 1, 1), VIEW(x, rows, 1) });
  EMIT(pass, .op = OP_COPY, .space = TILED(K, 0), .dst = { VIEW(t[2], 1, 1) }, .src = { VIEW_AT(a, K - 1, -1, K) });
  EMIT(pass, .op = OP_DIV0, .space = TILED(K, 0), .dst = { VIEW(out[0], rows, 1) }, .src = { VIEW(t[2], 1, 1), VIEW(x, rows, 1) });
  EMIT(pass, .op = OP_SQUARE, .space = TILED(K, 0), .dst = { VIEW(out[1], rows, 1) }, .src = { VIEW(t[1], 1, 1) });
  EMIT(pass, .op = OP_ADD, .space = TILED(K, 0), .dst = { VIEW(t[3], 1, 1) }, .src = { VIEW(x, rows, 1), view_number(b->p, 1) });
  EMIT(pass, .op = OP_RECIP, .space = TILED(K, 0), .dst = { VIEW(out[2], rows, 1) }, .src = { VIEW(t[3], 1, 1) });
}

static void shared_reciprocals(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  int out[3], recips = 0, quotients_left = 0, longest = 0;
  bench_start(b);
  quotients(b, 600, 5, out);
  bench_judge(b, 3, out, 1e-14);
  bench_start(b);
  quotients(b, 600, 5, out);
  for (int o = 0; o < 3; o++) program_slot_output(b->p, 200 + o, "out", out[o]);
  assert_null(program_finish(b->p));
  const Section *s = &b->p->section[0];
  for (int k = 0; k < s->ninstr; k++) {
    recips += s->instr[k].op == OP_RECIP;
    quotients_left += s->instr[k].op == OP_DIV0;
    if (s->instr[k].together > longest) longest = s->instr[k].together;
  }
  assert_int_equal(recips, 2);
  assert_int_equal(quotients_left, 0);
  assert_int_equal(longest, 6);                      /* all but the copies, which went before them */
  for (int k = 0; k < b->nslot; k++) array_unref(b->input[k]);
  arena_free(b->arena);
}

/* what is read through another view than it was written does not run along */
static void other_views(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 500, K = 6;
  int x = bench_input(b, 2, SIZES(K, rows), -1, 1), out = bench_output(b, ELEM_F64, 2, SIZES(K, rows));
  int pass = program_section_pass(b->p, 0, rows, NULL), t = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL), u = program_reg_tile(b->p, pass, ELEM_F64, 1, SIZES(K), NULL);
  EMIT(pass, .op = OP_NEG, .space = TILED(K, 0), .dst = { VIEW(t, 1, 1) }, .src = { VIEW(x, rows, 1) });
  EMIT(pass, .op = OP_ADD, .space = TILED(K, 0), .dst = { VIEW(u, 1, 1) }, .src = { VIEW(x, rows, 1), VIEW_AT(t, K - 1, -1, 1) });
  EMIT(pass, .op = OP_MUL, .space = TILED(K, 0), .dst = { VIEW(out, rows, 1) }, .src = { VIEW(u, 1, 1), VIEW_AT(t, 2, 0, 1) });
  bench_judge(b, 1, (int[]){ out }, 1e-14);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_operation), cmocka_unit_test(every_kernel), cmocka_unit_test(exponentials), cmocka_unit_test(logarithms), cmocka_unit_test(powers), cmocka_unit_test(odd_numbers), cmocka_unit_test(tiny_denominators),
    cmocka_unit_test(short_sections), cmocka_unit_test(indices), cmocka_unit_test(indices_summed), cmocka_unit_test(shifted_rows), cmocka_unit_test(strips), cmocka_unit_test(strips_side_by_side), cmocka_unit_test(sums_of_logarithms), cmocka_unit_test(turned_in_strips), cmocka_unit_test(shared_reciprocals), cmocka_unit_test(other_views),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
