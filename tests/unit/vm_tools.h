/* vm_tools.h: a slow interpreter of programs, straight from the definitions in opcodes.def, that judges the machine; and
 * shorthand for building programs by hand. Tile registers are held for all rows, [count][rows].
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/kernels.h"
#include "code/program.h"
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the interpreter ---- */

typedef struct Slow {
  const Program *p;
  Array **input;                     /* by slot */
  double **value;                    /* by register, all as doubles; indices too */
  int64_t *pitch;                    /* rows of the pass for tile registers, 0 else */
} Slow;

static inline double *slow_at(Slow *s, const Instr *i, const View *v, const int64_t *index, int64_t moved)
{
  int n = i->space.naxes;
  int64_t at = v->offset + moved, row = 0;
  for (int j = 0; j < n; j++) {
    if (s->pitch[v->reg] && j == n - 1) row = index[j];
    else at += v->stride[j] * index[j];
  }
  return s->pitch[v->reg] ? s->value[v->reg] + at * s->pitch[v->reg] + row : s->value[v->reg] + at;
}

static inline bool slow_next(int n, int64_t *index, const int64_t *lo, const int64_t *hi, unsigned mask)
{
  for (int j = n - 1; j >= 0; j--) {
    if (!(mask >> j & 1)) continue;
    if (++index[j] < hi[j]) return true;
    index[j] = lo[j];
  }
  return false;
}

static inline double slow_map(const Instr *i, double a, double b, double c, double d)
{
  switch (i->op) {
    case OP_COPY: return a;
    case OP_NEG: return -a;
    case OP_ABS: return fabs(a);
    case OP_RECIP: return 1 / a;
    case OP_SQUARE: return a * a;
    case OP_SQRT: return sqrt(a);
    case OP_ADD: return a + b;
    case OP_SUB: return a - b;
    case OP_MUL: return a * b;
    case OP_MUL0: return a == 0 || b == 0 ? 0 : a * b;
    case OP_DIV: return a / b;
    case OP_DIV0: return a == 0 ? 0 : a / b;
    case OP_QUOTIENT: return a == 0 ? 0 : isinf(c) ? a / b : a * c;
    case OP_MIN: return isnan(a) || isnan(b) ? NAN : fmin(a, b);
    case OP_MAX: return isnan(a) || isnan(b) ? NAN : fmax(a, b);
    case OP_POW: return pow(a, b);
    case OP_FMA: return a * b + c;
    case OP_EQ: return a == b;
    case OP_NE: return a != b;
    case OP_LT: return a < b;
    case OP_LE: return a <= b;
    case OP_SELECT: return a != 0 ? b : c;
    case OP_CALL: return kernel_apply(kernel_at((KernelId)i->kernel), (double[]){ a, b, c, d });
    default: return NAN;
  }
}

static inline void slow_matrix(Slow *s, const Instr *i, const int64_t *at)
{
  int n = (int)i->space.size[0];
  int64_t index[PROGRAM_MAX_AXES];
  memcpy(index, at, sizeof index);
  double *a = calloc((size_t)(n * 2 * n), sizeof *a), det = 1;
  int w = 2 * n;
  for (int r = 0; r < n; r++) for (int c = 0; c < n; c++) { index[0] = r; index[1] = c; a[r * w + c] = *slow_at(s, i, &i->src[0], index, 0); a[r * w + n + c] = r == c; }
  for (int k = 0; k < n; k++) {              /* Gauss-Jordan with pivots on the diagonal, enough for positive definite matrices */
    double p = a[k * w + k];
    det *= p;
    for (int c = 0; c < w; c++) a[k * w + c] /= p;
    for (int r = 0; r < n; r++) if (r != k) { double f = a[r * w + k]; for (int c = 0; c < w; c++) a[r * w + c] -= f * a[k * w + c]; }
  }
  for (int r = 0; r < n; r++) {
    double x = 0;
    for (int c = 0; c < n; c++) {
      index[0] = c; index[1] = 0;
      if (i->op == OP_SOLVE) x += a[r * w + n + c] * *slow_at(s, i, &i->src[1], index, 0);
      index[0] = r; index[1] = c;
      if (i->op == OP_CHOLESKY && i->dst[1].reg) *slow_at(s, i, &i->dst[1], index, 0) = a[r * w + n + c];
    }
    index[0] = r; index[1] = 0;
    if (i->op == OP_SOLVE) *slow_at(s, i, &i->dst[0], index, 0) = x;
  }
  if (i->op == OP_CHOLESKY && i->dst[0].reg) *slow_at(s, i, &i->dst[0], index, 0) = log(det);
  free(a);
}

/* whether element k is in range q, counted from the definitions of ORDER and PLACE */
static inline bool slow_in_range(Slow *s, const Instr *i, const int64_t *at, int64_t q, int64_t place)
{
  int64_t index[PROGRAM_MAX_AXES];
  memcpy(index, at, sizeof index);
  index[0] = q;
  return (!i->src[4].reg || place >= *slow_at(s, i, &i->src[4], index, 0)) && (!i->src[5].reg || place < *slow_at(s, i, &i->src[5], index, 0));
}

static inline void slow_range(Slow *s, const Instr *i, const int64_t *at)
{
  int64_t index[PROGRAM_MAX_AXES], n0 = i->space.size[0], n1 = i->space.naxes > 1 ? i->space.size[1] : 0;
  memcpy(index, at, sizeof index);
  if (i->op == OP_ORDER) {
    for (int64_t e = 0; e < n0; e++) {
      int64_t place = 0;
      for (int64_t o = 0; o < n0; o++) {
        double mine[2] = { 0 }, others[2] = { 0 };
        for (int a = 0; a < 2 && i->src[a].reg; a++) { index[0] = e; mine[a] = *slow_at(s, i, &i->src[a], index, 0); index[0] = o; others[a] = *slow_at(s, i, &i->src[a], index, 0); }
        place += others[0] != mine[0] ? others[0] < mine[0] : others[1] != mine[1] ? others[1] < mine[1] : o < e;
      }
      index[0] = place;
      if (i->dst[0].reg) *slow_at(s, i, &i->dst[0], index, 0) = (double)e;
      index[0] = e;
      if (i->dst[1].reg) *slow_at(s, i, &i->dst[1], index, 0) = (double)place;
    }
    return;
  }
  bool to_elements = i->reduced == 1;            /* then .src[3] tells the place of an element, otherwise the element at a place */
  for (int64_t t = 0; t < (i->op == OP_RANGE_SUM && to_elements ? n1 : n0); t++) {
    long double sum = 0;
    for (int64_t f = 0; f < (i->op == OP_RANGE_SUM && to_elements ? n0 : n1); f++) {
      int64_t q = to_elements && i->op == OP_RANGE_SUM ? f : t, element = to_elements && i->op == OP_RANGE_SUM ? t : f, place = element;
      index[0] = q;
      index[1] = element;
      if (i->op == OP_PLACE) {                 /* any order of the elements will do */
        double mine[2] = { *slow_at(s, i, &i->src[0], index, 0), i->src[1].reg ? *slow_at(s, i, &i->src[1], index, 0) : 0 };
        double bound[2] = { *slow_at(s, i, &i->src[3], index, 0), i->src[4].reg ? *slow_at(s, i, &i->src[4], index, 0) : 0 };
        sum += mine[0] != bound[0] ? mine[0] < bound[0] : mine[1] != bound[1] ? mine[1] < bound[1] : i->power != 0;
        continue;
      }
      if (to_elements) place = (int64_t)*slow_at(s, i, &i->src[3], index, 0);
      if (!slow_in_range(s, i, index, q, place)) continue;
      if (!to_elements) index[1] = (int64_t)*slow_at(s, i, &i->src[3], index, 0);
      double a = i->src[0].reg ? *slow_at(s, i, &i->src[0], index, 0) : 1, b = i->src[1].reg ? *slow_at(s, i, &i->src[1], index, 0) : 0, c = i->src[2].reg ? *slow_at(s, i, &i->src[2], index, 0) : 0;
      if (a != 0) sum += a * expl((long double)b + (long double)c);
    }
    index[0] = t;
    index[1] = t;
    *slow_at(s, i, &i->dst[0], index, 0) = (double)(i->power && i->op == OP_RANGE_SUM ? logl(sum) : sum);
  }
}

/* with a guard 0 times anything is 0 */
static inline double slow_product(const Instr *i, double a, double b) { return i->guard && (a == 0 || b == 0) ? 0 : a * b; }

static inline void slow_instr(Slow *s, const Section *sec, const Instr *i)
{
  int n = i->space.naxes;
  int64_t lo[PROGRAM_MAX_AXES] = { 0 }, hi[PROGRAM_MAX_AXES] = { 0 }, index[PROGRAM_MAX_AXES] = { 0 };
  for (int j = 0; j < n; j++) {
    bool tile = i->space.tiled && j == n - 1;
    lo[j] = tile ? sec->lo : 0;
    hi[j] = tile ? sec->hi : i->space.size[j];
    index[j] = lo[j];
  }
  OpClass k = op_info[i->op].class_;
  unsigned kept = ~i->reduced;
  if (k == CLASS_MATRIX || k == CLASS_RANGE) kept = ~3u;
  bool adds = i->accumulate || (sec->kind == SECTION_PASS && s->p->reg[i->dst[0].reg].kind == REG_WHOLE && i->dst[0].stride[n - 1] == 0);
  do {
    double x[4] = { 0 };
    for (int a = 0; a < 4 && k != CLASS_MATRIX && k != CLASS_RANGE && !i->reduced; a++)
      if (i->src[a].reg) {
        int64_t moved = 0;
        if (i->op == OP_GATHER && a == 0) moved = (int64_t)*slow_at(s, i, &i->src[1], index, 0) * i->index_stride;
        if (i->op == OP_SCATTER_ADD && a == 0 && i->src[3].reg) moved = (int64_t)*slow_at(s, i, &i->src[3], index, 0) * i->index_stride2;
        x[a] = *slow_at(s, i, &i->src[a], index, moved);
      }
    if (k == CLASS_MAP) { *slow_at(s, i, &i->dst[0], index, 0) = slow_map(i, x[0], x[1], x[2], x[3]); continue; }
    if (k == CLASS_MATRIX) { slow_matrix(s, i, index); continue; }
    if (k == CLASS_RANGE) { slow_range(s, i, index); continue; }
    switch (i->op) {
      case OP_RAMP: *slow_at(s, i, &i->dst[0], index, 0) = (double)index[i->axis] + 1; continue;
      case OP_INDEX: *slow_at(s, i, &i->dst[0], index, 0) = fmin(fmax(floor(x[0] - 0.5), 0), (double)s->p->reg[i->dst[0].reg].limit - 1); continue;
      case OP_NUMBER: *slow_at(s, i, &i->dst[0], index, 0) = x[0] + 1; continue;
      case OP_INDEX_JOIN: *slow_at(s, i, &i->dst[0], index, 0) = x[0] * (double)i->index_stride + x[1]; continue;
      case OP_GATHER: if (i->reduced) break; *slow_at(s, i, &i->dst[0], index, 0) = x[0]; continue;
      case OP_SCATTER_ADD: *slow_at(s, i, &i->dst[0], index, (int64_t)x[2] * i->index_stride) += slow_product(i, x[0], i->src[1].reg ? x[1] : 1); continue;
      default: break;
    }
    /* reductions: twice over the reduced axes where exponentials are shared */
    bool prod = i->op == OP_PROD, least = i->op == OP_LEAST || i->op == OP_ARGMIN, most = i->op == OP_GREATEST || i->op == OP_ARGMAX || i->op == OP_SOFTMAX;
    double acc = prod ? 1 : least ? INFINITY : most ? -INFINITY : 0, comp = 0;
    int64_t position = 0, count = 0;
    do {
      int64_t ma = 0, mb = 0;
      if (i->op == OP_ROWS_DOT && i->src[2].reg) ma = (int64_t)*slow_at(s, i, &i->src[2], index, 0) * i->index_stride;
      if (i->op == OP_GATHER) ma = (int64_t)*slow_at(s, i, &i->src[1], index, 0) * i->index_stride;
      if (i->op == OP_ROWS_DOT && i->src[3].reg) mb = (int64_t)*slow_at(s, i, &i->src[3], index, 0) * i->index_stride2;
      double a = *slow_at(s, i, &i->src[0], index, ma), b = i->src[1].reg && i->op != OP_GATHER ? *slow_at(s, i, &i->src[1], index, mb) : 1;
      if (i->op == OP_CONTRACT && i->src[2].reg) b *= *slow_at(s, i, &i->src[2], index, 0);
      if (prod) acc *= a;
      else if (least) { if (a < acc) { acc = a; position = count; } }
      else if (most) { if (a > acc) { acc = a; position = count; } }
      else {                                   /* compensated */
        double product = i->op == OP_SQDIST ? (a - b) * (a - b) : slow_product(i, a, b);
        if (i->op == OP_DEVIATION) {
          double f = i->power == 2 ? (a - b) * (a - b) : i->power == 1 ? a - b : fabs(a - b), c = i->src[2].reg ? *slow_at(s, i, &i->src[2], index, 0) : 1;
          product = i->guard && (f == 0 || c == 0) ? 0 : f * c;
        }
        double y = product - comp, t = acc + y;
        comp = t - acc - y;
        acc = t;
      }
      count++;
    } while (slow_next(n, index, lo, hi, i->reduced));
    if (i->op == OP_SOFTMAX) {
      double sum = 0;
      do sum += exp(*slow_at(s, i, &i->src[0], index, 0) - (isinf(acc) ? 0 : acc)); while (slow_next(n, index, lo, hi, i->reduced));
      double lse = isinf(acc) && acc < 0 ? -INFINITY : acc + log(sum);
      do if (i->dst[1].reg) *slow_at(s, i, &i->dst[1], index, 0) = isinf(lse) ? 0 : exp(*slow_at(s, i, &i->src[0], index, 0) - lse);
      while (slow_next(n, index, lo, hi, i->reduced));
      if (i->dst[0].reg) *slow_at(s, i, &i->dst[0], index, 0) = lse;
      continue;
    }
    if (i->op == OP_ARGMIN || i->op == OP_ARGMAX) {
      if (i->dst[0].reg) *slow_at(s, i, &i->dst[0], index, 0) = (double)position;
      if (i->dst[1].reg) *slow_at(s, i, &i->dst[1], index, 0) = acc;
      continue;
    }
    if (k == CLASS_CONTRACT) acc *= i->alpha;
    if (i->op == OP_DEVIATION && i->src[3].reg) acc += *slow_at(s, i, &i->src[3], index, 0);
    double *d = slow_at(s, i, &i->dst[0], index, 0);
    *d = !adds ? acc : prod ? *d * acc : least ? fmin(*d, acc) : most ? fmax(*d, acc) : *d + acc;
  } while (slow_next(n, index, lo, hi, kept));
}

static inline void slow_run(Slow *s)
{
  const Program *p = s->p;
  s->value = calloc((size_t)p->nreg + 1, sizeof *s->value);
  s->pitch = calloc((size_t)p->nreg + 1, sizeof *s->pitch);
  for (int r = 1; r < p->nreg; r++) {
    const Register *g = &p->reg[r];
    if (g->kind == REG_TILE) s->pitch[r] = p->section[g->section].hi;
    int64_t n = g->count * (s->pitch[r] ? s->pitch[r] : 1);
    s->value[r] = calloc((size_t)n, sizeof(double));
    if (g->kind == REG_CONSTANT) memcpy(s->value[r], g->value, (size_t)n * sizeof(double));
    if (g->kind != REG_INPUT) continue;
    const Array *a = s->input[g->slot];
    Array *dense = a->sparse ? array_dense(a) : NULL;
    for (int64_t k = 0; k < n; k++)
      s->value[r][k] = g->part == PART_ROWS ? a->row[k] : g->part == PART_DENSE ? (dense ? dense : a)->data[k]
                     : g->part == PART_LABELS ? fmin(fmax(floor(a->data[k] - 0.5), 0), (double)g->limit - 1) : a->data[k];
    if (g->part == PART_COLUMNS) for (int64_t c = 0; c < a->size[1]; c++) for (int64_t e = a->column_start[c]; e < a->column_start[c + 1]; e++) s->value[r][e] = (double)c;
    array_unref(dense);
  }
  for (int n = 0; n < p->nsection; n++) {
    const Section *sec = &p->section[n];
    for (int r = 1; r < p->nreg; r++)
      if (p->reg[r].accumulated_in == n) {
        Opcode op = OP_SUM;
        for (int k = 0; k < sec->ninstr; k++) if (sec->instr[k].dst[0].reg == r) op = sec->instr[k].op;
        for (int64_t k = 0; k < p->reg[r].count; k++) s->value[r][k] = op == OP_PROD ? 1 : op == OP_LEAST ? INFINITY : op == OP_GREATEST ? -INFINITY : 0;
      }
    for (int k = 0; k < sec->ninstr; k++) slow_instr(s, sec, &sec->instr[k]);
  }
}

static inline void slow_free(Slow *s)
{
  for (int r = 1; r < s->p->nreg; r++) free(s->value[r]);
  free(s->value);
  free(s->pitch);
}

/* ---- building ---- */

#define SIZES(...) (int64_t[]){ __VA_ARGS__ }
#define NAXES(...) (int)(sizeof SIZES(__VA_ARGS__) / sizeof(int64_t))
#define SPACE(...) (Space){ .naxes = NAXES(__VA_ARGS__), .size = { __VA_ARGS__ } }
#define TILED(...) (Space){ .naxes = NAXES(__VA_ARGS__), .size = { __VA_ARGS__ }, .tiled = true }      /* the last size: 0 */
#define VIEW(r, ...) (View){ .reg = (r), .stride = { __VA_ARGS__ } }
#define VIEW_AT(r, off, ...) (View){ .reg = (r), .offset = (off), .stride = { __VA_ARGS__ } }
#define EMIT(section, ...) program_emit(b->p, section, &(Instr){ __VA_ARGS__ })

typedef struct Bench { Arena *arena; Program *p; Array *input[16]; int nslot; uint64_t seed; int bands, copies; } Bench;

static inline void bench_start(Bench *b)
{
  *b = (Bench){ .arena = arena_new(), .seed = 12345 };
  b->p = program_new(b->arena);
}

static inline double bench_random(Bench *b)           /* uniform in (-1, 1) */
{
  b->seed = b->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(int64_t)(b->seed >> 11) * 0x1p-52 - 1;
}

/* an input slot with random numbers; the register that shows them */
static inline int bench_input(Bench *b, int naxes, const int64_t *size, double lo, double hi)
{
  Array *a = array_new(naxes, size);
  for (int64_t k = 0; k < array_count(a); k++) a->data[k] = lo + (hi - lo) * (bench_random(b) + 1) / 2;
  int s = program_slot_input(b->p, 100 + b->nslot, "in", naxes, size);
  b->input[s] = a;
  b->nslot = s + 1;
  return program_reg_input(b->p, s, PART_DENSE);
}

static inline int bench_output(Bench *b, ElemType type, int naxes, const int64_t *size)
{
  return program_reg_whole(b->p, type, naxes, size, "out");
}

/* finishes, runs with 1, 2, 3 threads (same bits), compares every output and other whole register with the interpreter */
static inline void bench_judge(Bench *b, int noutputs, const int *outputs, double tolerance)
{
  for (int o = 0; o < noutputs; o++) program_slot_output(b->p, 200 + o, "out", outputs[o]);
  const char *fault = program_finish(b->p);
  if (fault) fail_msg("%s", fault);
  for (int k = 0; k < b->p->nslot; k++) if (b->p->slot[k].bands > b->bands) b->bands = b->p->slot[k].bands;
  Slow slow = { .p = b->p, .input = b->input };
  slow_run(&slow);
  Array *first[8] = { 0 };
  static const struct { int threads; const char *vector; } way[] = { { 1, NULL }, { 2, NULL }, { 3, NULL }, { 1, "avx2" }, { 1, "plain" } };
  for (int w = 0; w < 5; w++) {
    if (way[w].vector) setenv("MAJORANT_VECTOR", way[w].vector, 1);
    Crew *crew = crew_new(way[w].threads);
    Machine *m = machine_new(b->p, crew);
    unsetenv("MAJORANT_VECTOR");
    assert_non_null(m);
    Array *out[8];
    for (int s = 0; s < b->nslot; s++) if (b->input[s]) assert_true(machine_bind(m, s, b->input[s]));
    for (int o = 0; o < noutputs; o++) {
      const Register *r = &b->p->reg[outputs[o]];
      out[o] = array_new(r->naxes, r->size);
      assert_true(machine_bind(m, r->slot, out[o]));
    }
    assert_true(machine_run(m));
    memset(crew_room(crew, ROOM_WHOLES), 0xff, (size_t)b->p->whole_count * sizeof(double));      /* another machine was here */
    assert_true(machine_run(m));                /* nothing is left over from the first run */
    if (w == 0) b->copies = m->partials.used;
    for (int o = 0; o < noutputs; o++) {
      const double *want = slow.value[outputs[o]];
      for (int64_t k = 0; k < array_count(out[o]); k++) {
        double x = out[o]->data[k];
        bool same = x == want[k] || (isnan(x) && isnan(want[k])) || fabs(x - want[k]) <= tolerance * (1 + fabs(want[k]));
        if (!same) {
          Buf text = { 0 };
          program_disassemble(b->p, &text);
          fail_msg("output %d[%lld] is %.17g, should be %.17g\n%s", o, (long long)k, x, want[k], buf_text(&text));
        }
      }
      if (w == 0) first[o] = array_ref(out[o]);
      else if (!way[w].vector) assert_memory_equal(first[o]->data, out[o]->data, (size_t)array_count(out[o]) * sizeof(double));
      array_unref(out[o]);
    }
    machine_free(m);
    crew_free(crew);
  }
  for (int o = 0; o < noutputs; o++) array_unref(first[o]);
  slow_free(&slow);
  for (int s = 0; s < b->nslot; s++) array_unref(b->input[s]);
  arena_free(b->arena);
}
