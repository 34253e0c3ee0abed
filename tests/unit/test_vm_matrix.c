/* Matrix instructions against elimination, their faults, and programs that the verifier must not let through.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm_tools.h"

/* K positive definite matrices of order n as an input [K, n, n] */
static int matrices(Bench *b, int64_t K, int64_t n)
{
  int reg = bench_input(b, 3, SIZES(K, n, n), -1, 1);
  double *g = b->input[b->nslot - 1]->data, *s = calloc((size_t)(n * n), sizeof *s);
  for (int64_t k = 0; k < K; k++) {
    double *a = g + k * n * n;
    for (int64_t i = 0; i < n; i++)
      for (int64_t j = 0; j < n; j++) {
        s[i * n + j] = i == j ? 1 : 0;
        for (int64_t q = 0; q < n; q++) s[i * n + j] += a[i * n + q] * a[j * n + q];
      }
    memcpy(a, s, (size_t)(n * n) * sizeof *s);
  }
  free(s);
  return reg;
}

static void batches(void **state)
{
  (void)state;
  static const int64_t order[] = { 1, 2, 5, 60 };
  for (int o = 0; o < 4; o++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t K = 4, n = order[o];
    int a = matrices(b, K, n), h = bench_input(b, 2, SIZES(n, K), -1, 1), s = program_section_short(b->p, NULL);
    int ld = bench_output(b, ELEM_F64, 1, SIZES(K)), inv = bench_output(b, ELEM_F64, 3, SIZES(K, n, n)), x = bench_output(b, ELEM_F64, 2, SIZES(K, n));
    EMIT(s, .op = OP_CHOLESKY, .space = SPACE(n, n, K), .dst = { VIEW(ld, 0, 0, 1), VIEW(inv, n, 1, n * n) }, .src = { VIEW(a, n, 1, n * n) }, .what = "S");
    EMIT(s, .op = OP_SOLVE, .space = SPACE(n, n, K), .dst = { VIEW(x, 1, 0, n) }, .src = { VIEW(a, n, 1, n * n), VIEW(h, K, 0, 1) });
    bench_judge(b, 3, (int[]){ ld, inv, x }, 1e-10);
  }
}

/* a matrix for every row of the data */
static void batches_over_the_tile(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t rows = 200, n = 3;
  int a = matrices(b, rows, n), pass = program_section_pass(b->p, 0, rows, NULL);
  int t = program_reg_tile(b->p, pass, ELEM_F64, 2, SIZES(n, n), "t"), inv = bench_output(b, ELEM_F64, 3, SIZES(rows, n, n)), sum = bench_output(b, ELEM_F64, 0, NULL);
  int ld = program_reg_tile(b->p, pass, ELEM_F64, 0, NULL, "ld");
  EMIT(pass, .op = OP_CHOLESKY, .space = TILED(n, n, 0), .dst = { VIEW(ld, 0, 0, 1), VIEW(t, n, 1, 1) }, .src = { VIEW(a, n, 1, n * n) });
  EMIT(pass, .op = OP_COPY, .space = TILED(n, n, 0), .dst = { VIEW(inv, n, 1, n * n) }, .src = { VIEW(t, n, 1, 1) });
  EMIT(pass, .op = OP_SUM, .reduced = 1, .space = TILED(0), .dst = { VIEW(sum, 0) }, .src = { VIEW(ld, 1) });
  bench_judge(b, 2, (int[]){ inv, sum }, 1e-11);
}

static Machine *small_machine(Bench *b, Crew *crew, int out)
{
  program_slot_output(b->p, 200, "out", out);
  const char *fault = program_finish(b->p);
  if (fault) fail_msg("%s", fault);
  Machine *m = machine_new(b->p, crew);
  assert_non_null(m);
  for (int s = 0; s < b->nslot; s++) assert_true(machine_bind(m, s, b->input[s]));
  Array *a = array_new(b->p->reg[out].naxes, b->p->reg[out].size);
  b->input[b->nslot] = a;
  assert_true(machine_bind(m, b->p->reg[out].slot, a));
  b->nslot++;
  return m;
}

static void small_end(Bench *b, Machine *m, Crew *crew)
{
  machine_free(m);
  crew_free(crew);
  for (int s = 0; s < b->nslot; s++) array_unref(b->input[s]);
  arena_free(b->arena);
}

static void not_positive_definite(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t K = 3, n = 2;
  int a = matrices(b, K, n), s = program_section_short(b->p, NULL), ld = bench_output(b, ELEM_F64, 1, SIZES(K));
  double *bad = b->input[0]->data + 4;
  bad[0] = 1; bad[1] = bad[2] = 2; bad[3] = 1;
  EMIT(s, .op = OP_CHOLESKY, .space = SPACE(n, n, K), .dst = { VIEW(ld, 0, 0, 1) }, .src = { VIEW(a, n, 1, n * n) }, .what = "S");
  Crew *crew = crew_new(1);
  Machine *m = small_machine(b, crew, ld);
  assert_false(machine_run(m));
  MachineFault f[2];
  assert_int_equal(machine_faults(m, f, 2), 1);
  assert_string_equal(f[0].what, "S");
  assert_int_equal(f[0].batch, 1);
  const double *x = b->input[b->nslot - 1]->data;
  assert_true(isfinite(x[0]) && isnan(x[1]) && isfinite(x[2]));
  bad[1] = bad[2] = 0;
  assert_true(machine_run(m));
  small_end(b, m, crew);
}

/* two equal columns: the least-norm solution shares the coefficient; units far apart are not mistaken for singularity */
static void singular_systems(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  static const double a[] = { 2, 2, 0, 2, 2, 0, 0, 0, 3, /**/ 1e14, 0, 0, 0, 1e-13, 0, 0, 0, 1 }, h[] = { 4, 4, 6, /**/ 1e14, 1e-13, 5 };
  int ra = program_reg_constant(b->p, 3, SIZES(2, 3, 3), a), rh = program_reg_constant(b->p, 2, SIZES(2, 3), h), s = program_section_short(b->p, NULL);
  int x = bench_output(b, ELEM_F64, 2, SIZES(2, 3));
  EMIT(s, .op = OP_SOLVE, .space = SPACE(3, 3, 2), .dst = { VIEW(x, 1, 0, 3) }, .src = { VIEW(ra, 3, 1, 9), VIEW(rh, 1, 0, 3) });
  Crew *crew = crew_new(1);
  Machine *m = small_machine(b, crew, x);
  assert_true(machine_run(m));
  static const double want[] = { 1, 1, 2, 1, 1, 5 };
  for (int k = 0; k < 6; k++) assert_true(fabs(b->input[b->nslot - 1]->data[k] - want[k]) < 1e-9);
  small_end(b, m, crew);
}

/* many right sides of one matrix; from run to run it may change or not, be regular or not */
static void one_matrix(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t K = 3, n = 30;
  int a = matrices(b, 1, n), h = bench_input(b, 2, SIZES(n, K), -1, 1), s = program_section_short(b->p, NULL), x = bench_output(b, ELEM_F64, 2, SIZES(K, n));
  EMIT(s, .op = OP_SOLVE, .space = SPACE(n, n, K), .dst = { VIEW(x, 1, 0, n) }, .src = { VIEW(a, n, 1, 0), VIEW(h, K, 0, 1) });
  Crew *crew = crew_new(1);
  Machine *m = small_machine(b, crew, x);
  double *A = b->input[0]->data, *H = b->input[1]->data;
  const double *X = b->input[2]->data;
  for (int run = 0; run < 6; run++) {
    if (run == 2) A[0] += 3;
    if (run == 3) for (int64_t i = 0; i < n; i++) A[i] = A[i * n] = 0;                 /* singular; the first right side is 0 there */
    if (run == 3) for (int64_t k = 0; k < K; k++) H[k] = 0;
    if (run == 5) A[0] = 2;
    for (int64_t k = n; k < n * K; k++) H[k] = bench_random(b);
    assert_true(machine_run(m));
    for (int64_t k = 0; k < K; k++)
      for (int64_t i = 0; i < n; i++) {
        double r = -H[i * K + k];
        for (int64_t j = 0; j < n; j++) r += A[i * n + j] * X[k * n + j];
        assert_true(fabs(r) < 1e-8);
      }
    if (run > 2) for (int64_t k = 0; k < K; k++) assert_true(fabs(X[k * n]) < 1e-12);
  }
  A[1] = A[n] = NAN;
  assert_false(machine_run(m));
  assert_true(isnan(X[0]));
  A[1] = A[n] = 0;
  assert_true(machine_run(m));
  small_end(b, m, crew);
}

/* the same number on the diagonal and another elsewhere: regular, with the mean or what differs from it in the null space, and not such a matrix after all */
static void uniform_systems(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t n = 20;
  int a = bench_input(b, 2, SIZES(n, n), -1, 1), h = bench_input(b, 1, SIZES(n), -1, 1), s = program_section_short(b->p, NULL), x = bench_output(b, ELEM_F64, 1, SIZES(n));
  EMIT(s, .op = OP_SOLVE, .space = SPACE(n, n), .dst = { VIEW(x, 1, 0) }, .src = { VIEW(a, n, 1), VIEW(h, 1, 0) });
  Crew *crew = crew_new(1);
  Machine *m = small_machine(b, crew, x);
  double *A = b->input[0]->data, *H = b->input[1]->data;
  const double *X = b->input[2]->data;
  static const double diagonal[] = { 3, 19, 2, 3 }, other[] = { 1, -1, 2, 1 };
  for (int run = 0; run < 4; run++) {
    double mean = 0, sum = 0;
    for (int64_t i = 0; i < n; i++) { H[i] = bench_random(b); mean += H[i] / (double)n; }
    for (int64_t i = 0; i < n * n; i++) A[i] = i % (n + 1) ? other[run] : diagonal[run];
    if (run == 3) A[n * n - 1] = 5;
    assert_true(machine_run(m));
    for (int64_t i = 0; i < n; i++) {
      double r = -H[i];
      for (int64_t j = 0; j < n; j++) r += A[i * n + j] * X[j];
      r += run == 1 ? mean : run == 2 ? H[i] - mean : 0;               /* what no x reaches */
      sum += X[i];
      assert_true(fabs(r) < 1e-12);
      if (run == 2) assert_true(fabs(X[i] - X[0]) < 1e-14);
    }
    if (run == 1) assert_true(fabs(sum) < 1e-13);
  }
  small_end(b, m, crew);
}

/* bands of several widths, narrow and wide, regular and singular */
static void bands(void **state)
{
  (void)state;
  static const int64_t width[] = { 1, 2, 5, 16, 20 };
  for (int q = 0; q < 10; q++)
    for (int singular = 0; singular < 2; singular++) {
      Bench bench, *b = &bench;
      bench_start(b);
      int64_t w = width[q % 5], n = q < 5 ? 50 : w + 1, d = 2 * w + 1;
      int v = bench_input(b, 2, SIZES(n, d), -1, 1), h = bench_input(b, 1, SIZES(n), -1, 1), o = bench_input(b, 1, SIZES(d), 0, 1);
      double *V = b->input[0]->data, *H = b->input[1]->data, *O = b->input[2]->data, sum = 0;
      for (int64_t j = 0; j < d; j++) O[j] = (double)(j - w);
      for (int64_t i = 0; i < n; i++)                            /* a graph's Laplacian; its null space are the constants */
        for (int64_t j = i - w; j <= i + w; j++)
          if (j != i) V[i * d + j - i + w] = j < 0 || j >= n ? 7 : -1 - 0.5 * sin((double)((i + j) * (i > j ? i - j : j - i)));
      for (int64_t i = 0; i < n; i++) {
        double s = singular ? 0 : 0.3;
        for (int64_t j = i - w; j <= i + w; j++) if (j != i && j >= 0 && j < n) s -= V[i * d + j - i + w];
        V[i * d + w] = s;
        sum += H[i] / (double)n;
      }
      for (int64_t i = 0; i < n && singular; i++) H[i] -= sum;
      int s = program_section_short(b->p, NULL), x = bench_output(b, ELEM_F64, 1, SIZES(n));
      EMIT(s, .op = OP_SOLVE_BAND, .space = SPACE(n, d), .dst = { VIEW(x, 1, 0) }, .src = { VIEW(v, d, 1), VIEW(h, 1, 0), VIEW(o, 0, 1) }, .band = w);
      Crew *crew = crew_new(1);
      Machine *m = small_machine(b, crew, x);
      assert_true(machine_run(m));
      const double *X = b->input[3]->data;
      for (int64_t i = 0; i < n; i++) {
        double r = -H[i];
        for (int64_t j = i - w; j <= i + w; j++) if (j >= 0 && j < n) r += V[i * d + j - i + w] * X[j];
        if (fabs(r) > 1e-8) fail_msg("width %d, row %d: %g", (int)w, (int)i, r);
      }
      small_end(b, m, crew);
    }
}

/* ---- grids: few diagonals, far apart ---- */

enum { GRID_DIAGONALS = 9 };

/* the weight of an edge between two places of a grid; kind 0: all four neighbours, 1: eight, 2: rows apart, 3: pieces, 4: no edges, 5: a cross of edges */
static double edge(int kind, int64_t r, int64_t c, int dr, int dc)
{
  if (dr < 0 || (dr == 0 && dc < 0)) return edge(kind, r + dr, c + dc, -dr, -dc);
  double w = 1 + 0.5 * sin((double)(7 * r + 3 * c + dr + 2 * dc));
  switch (kind) {
  case 0: return dr == 0 || dc == 0 ? w : 0;
  case 1: return w;
  case 2: return dr == 0 ? w : 0;
  case 3: return (dr == 0 || dc == 0) && r % 7 != 6 && c % 11 != 10 ? w : 0;
  case 4: return 0;
  default: return (dr == 0 && r == 20) || (dc == 0 && c == 30) ? w : 0;
  }
}

/* the matrix of a graph and something on its diagonal, into v[n, 9] */
static void grid_matrix(double *v, int64_t rows, int64_t columns, int kind, double more)
{
  memset(v, 0, (size_t)(rows * columns * GRID_DIAGONALS) * sizeof *v);
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) {
      double *row = v + (r * columns + c) * GRID_DIAGONALS;
      row[4] = more;
      for (int k = 0; k < GRID_DIAGONALS; k++) {
        int dr = k / 3 - 1, dc = k % 3 - 1;
        if (k == 4 || r + dr < 0 || r + dr >= rows || c + dc < 0 || c + dc >= columns) continue;
        double w = edge(kind, r, c, dr, dc);
        row[k] = -w;
        row[4] += w;
      }
    }
}

/* grids of all kinds, one after the other on the same machine: entries come and go; the Laplacian itself is singular */
static void grids(void **state)
{
  (void)state;
  static const int64_t size[][2] = { { 50, 80 }, { 10, 200 }, { 3, 70 }, { 90, 64 } };
  for (int q = 0; q < 4; q++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t rows = size[q][0], columns = size[q][1], n = rows * columns;
    int v = bench_input(b, 2, SIZES(n, GRID_DIAGONALS), -1, 1), h = bench_input(b, 1, SIZES(n), -1, 1), o = bench_input(b, 1, SIZES(GRID_DIAGONALS), 0, 1);
    for (int k = 0; k < GRID_DIAGONALS; k++) b->input[2]->data[k] = (double)((k / 3 - 1) * columns + k % 3 - 1);
    int s = program_section_short(b->p, NULL), x = bench_output(b, ELEM_F64, 1, SIZES(n));
    EMIT(s, .op = OP_SOLVE_BAND, .space = SPACE(n, GRID_DIAGONALS), .dst = { VIEW(x, 1, 0) }, .src = { VIEW(v, GRID_DIAGONALS, 1), VIEW(h, 1, 0), VIEW(o, 0, 1) }, .band = columns + 1);
    Crew *crew = crew_new(1);
    Machine *m = small_machine(b, crew, x);
    double *V = b->input[0]->data, *H = b->input[1]->data;
    const double *X = b->input[3]->data;
    assert_true(!HAVE_CHOLMOD || m->scratch_numbers < 20 * n);                          /* no room for a band */
    for (int run = 0; run < 8; run++) {
      int kind = run < 6 ? run : run - 6;
      bool singular = run >= 6;
      double mean = 0;
      for (int64_t i = 0; i < n; i++) mean += H[i] / (double)n;
      for (int64_t i = 0; i < n && singular; i++) H[i] -= mean;
      grid_matrix(V, rows, columns, kind, singular ? 0 : 0.3);
      assert_true(machine_run(m));
      for (int64_t i = 0; i < n; i++) {
        double r = -H[i];
        for (int k = 0; k < GRID_DIAGONALS; k++) {
          int64_t j = i + (int64_t)b->input[2]->data[k];
          if (j >= 0 && j < n) r += V[i * GRID_DIAGONALS + k] * X[j];
        }
        if (!(fabs(r) < (singular ? 1e-6 : 1e-10))) fail_msg("%d x %d, kind %d%s, row %d: %g", (int)rows, (int)columns, kind, singular ? ", singular" : "", (int)i, r);
      }
    }
    V[4] = NAN;
    assert_false(machine_run(m));
    V[4] = -1;
    for (int k = 0; k < GRID_DIAGONALS; k++) if (k != 4) V[k] = 0;
    machine_run(m);
    small_end(b, m, crew);
  }
}

/* ---- the verifier ---- */

typedef struct Broken { Bench bench; int x, out, pass, tile, index; Instr good; } Broken;

static void broken_start(Broken *k)
{
  Bench *b = &k->bench;
  bench_start(b);
  k->x = bench_input(b, 2, SIZES(100, 4), 0, 1);
  k->out = bench_output(b, ELEM_F64, 1, SIZES(4));
  k->pass = program_section_pass(b->p, 0, 100, NULL);
  k->tile = program_reg_tile(b->p, k->pass, ELEM_F64, 1, SIZES(4), "t");
  k->index = program_reg_tile(b->p, k->pass, ELEM_I32, 0, NULL, "i");
  k->good = (Instr){ .op = OP_COPY, .space = TILED(4, 0), .dst = { VIEW(k->tile, 1, 1) }, .src = { VIEW(k->x, 1, 4) } };
}

static void expect(Broken *k, const Instr *i, const char *word)
{
  program_emit(k->bench.p, k->pass, i);
  const char *fault = program_verify(k->bench.p);
  if (!fault || !strstr(fault, word)) fail_msg("fault '%s' lacks '%s'", fault ? fault : "none", word);
  for (int s = 0; s < k->bench.nslot; s++) array_unref(k->bench.input[s]);
  arena_free(k->bench.arena);
}

#define BREAK(change, word) do { Broken k; broken_start(&k); Instr i = k.good; change; expect(&k, &i, word); } while (0)

static void broken_programs(void **state)
{
  (void)state;
  BREAK(i.src[0].offset = 1, "reaches");
  BREAK(i.src[0].stride[1] = 5, "reaches");
  BREAK(i.src[0].reg = 99, "no register");
  BREAK(i.src[0].reg = 0, "missing");
  BREAK(i.src[1] = i.src[0], "too many sources");
  BREAK(i.dst[0].reg = 0, "missing");
  BREAK(i.dst[0].reg = k.x, "cannot be written");
  BREAK(i.dst[0].stride[1] = 4, "tile stride");
  BREAK(i.dst[0].stride[0] = 0, "meet");
  BREAK(i.space.tiled = false; i.space.size[1] = 100, "no tile axis");
  BREAK(i.space.size[0] = 0, "size 0");
  BREAK(i.op = (Opcode)999, "opcode");
  BREAK(i.reduced = 1, "reduced");
  BREAK(i.op = OP_SUM, "no axis is reduced");
  BREAK(i.op = OP_CALL; i.kernel = 9999, "kernel");
  BREAK(i.src[0] = VIEW(k.tile, 1, 1), "before it is written");
  BREAK(i.dst[0] = VIEW(k.out, 1, 0), "cannot accumulate");
  BREAK(i.op = OP_SUM; i.reduced = 2, "tile is summed over");
  BREAK(i.op = OP_SUM; i.reduced = 1, "stride is not 0");
  BREAK(i.op = OP_INDEX; i.dst[0] = VIEW(k.index, 0, 1); i.space.size[0] = 1, "limit");
  BREAK(i.dst[0] = VIEW(k.index, 0, 1), "holds indices");
  BREAK(i.op = OP_GATHER; i.src[1] = VIEW(k.index, 0, 1); k.bench.p->reg[k.index].limit = 200; i.index_stride = 4; i.src[0].stride[1] = 0, "reaches");
  BREAK(i.op = OP_CHOLESKY; i.dst[1] = i.dst[0], "square matrix");
  BREAK(i.op = OP_SUM; i.reduced = 2; i.dst[0] = VIEW(k.out, 1, 0); program_emit(k.bench.p, k.pass, &i); i.op = OP_LEAST, "two kinds");
  BREAK(i.op = OP_SUM; i.reduced = 2; i.dst[0] = VIEW(k.out, 1, 0); program_emit(k.bench.p, k.pass, &i);
        i = k.good; i.op = OP_ADD; i.src[1] = VIEW(k.out, 1, 0), "written by this pass");
  BREAK(program_slot_output(k.bench.p, 7, "o", k.out), "never written");
}

static void names_and_text(void **state)
{
  (void)state;
  Broken k;
  broken_start(&k);
  program_emit(k.bench.p, k.pass, &k.good);
  Instr i = { .op = OP_SUM, .reduced = 2, .space = TILED(4, 0), .dst = { VIEW(k.out, 1, 0) }, .src = { VIEW(k.tile, 1, 1) } };
  program_emit(k.bench.p, k.pass, &i);
  program_slot_output(k.bench.p, 7, "total", k.out);
  assert_null(program_finish(k.bench.p));
  assert_int_equal(program_slot_find(k.bench.p, 7, true), 1);
  assert_int_equal(program_slot_find(k.bench.p, 7, false), -1);
  assert_int_equal(program_kernel("no such kernel"), -1);
  Buf text = { 0 };
  program_disassemble(k.bench.p, &text);
  assert_non_null(strstr(buf_text(&text), "{4 t} %3 t = copy in<1 4>"));
  assert_non_null(strstr(buf_text(&text), "{4 t} @2 out += sum %3 t  over t"));
  buf_clear(&text);
  Crew *crew = crew_new(2);
  Machine *m = machine_new(k.bench.p, crew);
  Array *out = array_new(1, SIZES(4)), *wrong = array_new(1, SIZES(5));
  assert_false(machine_bind(m, 1, wrong));
  assert_false(machine_bind(m, 5, out));
  assert_true(machine_bind(m, 0, k.bench.input[0]));
  assert_true(machine_bind(m, 1, out));
  machine_time(m, true);
  assert_true(machine_run(m));
  machine_report(m, "out", TIME_ALL, &text);
  assert_non_null(strstr(buf_text(&text), "sum %3 t"));
  buf_free(&text);
  array_unref(wrong);
  k.bench.input[k.bench.nslot++] = out;
  small_end(&k.bench, m, crew);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(batches), cmocka_unit_test(batches_over_the_tile), cmocka_unit_test(not_positive_definite), cmocka_unit_test(singular_systems), cmocka_unit_test(one_matrix), cmocka_unit_test(uniform_systems), cmocka_unit_test(bands), cmocka_unit_test(grids),
    cmocka_unit_test(broken_programs), cmocka_unit_test(names_and_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
