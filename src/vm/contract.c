/* contract.c: sums of products of two operands.
 *
 * The loops of the space fall into classes: batch (in r, a and b), M (r and a), N (r and b), K (a and b, summed). One loop of
 * each of M, N, K makes a matrix product; further ones run outside. How the product is done follows from the strides:
 *   ROWS     r and b contiguous along N: small a; nothing is packed (also with the parts of a and b exchanged)
 *   DOTS     a and b contiguous along K
 *   TURNED   rows of data, contiguous along K, against a small matrix; r contiguous along the rows. The matrix is packed
 *   BLAS     each matrix contiguous along one of its loops, after packing those that are not
 *   COLUMNS  the tile is a batch loop: products of rows along the tile
 *   ANY      everything else, loop by loop
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <cblas.h>
#include <math.h>
#include <stdlib.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2, SMALL_LEFT = 4096, SMALL_DOTS = 64 * 64, TURNED_LEAST = 3, SMALL_SYMMETRIC = 64 };
static const int64_t pack_limit = INT64_C(1) << 23;

typedef struct Matrix { int operand; const Loop *row, *col; bool packed; int64_t place; } Matrix;

typedef struct Contraction {
  Loop m, n, k;                          /* size 1 where the class is empty */
  bool swapped;                          /* the parts of a and b are exchanged: a is then src[1] */
  bool weighted; int64_t source_k;       /* a is scaled into scratch, [K][M]; the step of its rows there where it comes from */
  int64_t source_m, pitch;               /* or, along the tile, [M][K]: the step of these rows (else 0), and in scratch */
  bool symmetric;                        /* M and N are the same rows: one triangle's blocks are computed */
  Matrix left, right, result;
} Contraction;

static bool adds_first(const Step *t) { return t->adds || t->instr->accumulate; }

/* ---- one product ---- */

typedef void Product(const Step *, Call *, double *r, const double *a, const double *b, bool add);

static void product_rows(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  const Contraction *q = t->contraction;
  int ia = q->left.operand, ib = q->right.operand;
  c->worker->machine->vec->gemm_rows(loop_size(&q->m, c->m), loop_size(&q->n, c->m), loop_size(&q->k, c->m), t->instr->alpha,
    a, q->m.stride[ia], q->k.stride[ia], b, q->k.stride[ib], r, q->m.stride[0], add, -INFINITY);
}

static void product_dots(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  const Contraction *q = t->contraction;
  int ia = q->left.operand, ib = q->right.operand;
  c->worker->machine->vec->gemm_dots(loop_size(&q->m, c->m), loop_size(&q->n, c->m), loop_size(&q->k, c->m), t->instr->alpha,
    a, q->m.stride[ia], b, q->n.stride[ib], r, q->m.stride[0], q->n.stride[0], add);
}

static int64_t padded(const VectorKernels *v, int64_t n) { return (n + v->width - 1) / v->width * v->width; }

static void product_turned(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  const Contraction *q = t->contraction;
  const VectorKernels *v = c->worker->machine->vec;
  int ia = q->left.operand, ib = q->right.operand;
  int64_t m = loop_size(&q->m, c->m), k = loop_size(&q->k, c->m), ap = padded(v, m), am = q->m.stride[ia], ak = q->k.stride[ia];
  double *packed = c->worker->scratch;
  for (int64_t i = 0; i < k; i++) for (int64_t j = 0; j < ap; j++) packed[i * ap + j] = j < m ? a[j * am + i * ak] : 0;
  v->gemm_turned(m, loop_size(&q->n, c->m), k, t->instr->alpha, packed, ap, b, q->n.stride[ib], r, q->m.stride[0], add);
}

/* a matrix for BLAS: its transposition and leading dimension; packed row-major into scratch if need be */
typedef struct Blas { const double *p; CBLAS_TRANSPOSE trans; int ld; } Blas;

static Blas blas_of(const Matrix *x, Call *c, const double *p)
{
  int64_t rows = loop_size(x->row, c->m), cols = loop_size(x->col, c->m), sr = x->row->stride[x->operand], sc = x->col->stride[x->operand];
  if (x->packed) {
    double *d = c->worker->scratch + x->place;
    for (int64_t i = 0; i < rows; i++) for (int64_t j = 0; j < cols; j++) d[i * cols + j] = p[i * sr + j * sc];
    return (Blas){ d, CblasNoTrans, (int)cols };
  }
  if (sc == 1 || cols == 1) return (Blas){ p, CblasNoTrans, (int)(rows > 1 && sr > cols ? sr : cols) };
  return (Blas){ p, CblasTrans, (int)(cols > 1 && sc > rows ? sc : rows) };
}

static void product_blas(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  const Contraction *q = t->contraction;
  int64_t m = loop_size(&q->m, c->m), n = loop_size(&q->n, c->m), k = loop_size(&q->k, c->m), cm = q->m.stride[0], cn = q->n.stride[0];
  Blas x = blas_of(&q->left, c, a), y = blas_of(&q->right, c, b);
  if (q->result.packed) {
    double *d = c->worker->scratch + q->result.place;
    cblas_dgemm(CblasRowMajor, x.trans, y.trans, (int)m, (int)n, (int)k, t->instr->alpha, x.p, x.ld, y.p, y.ld, 0, d, (int)n);
    for (int64_t i = 0; i < m; i++) for (int64_t j = 0; j < n; j++) r[i * cm + j * cn] = d[i * n + j] + (add ? r[i * cm + j * cn] : 0);
    return;
  }
  cblas_dgemm(CblasRowMajor, x.trans, y.trans, (int)m, (int)n, (int)k, t->instr->alpha, x.p, x.ld, y.p, y.ld, add, r, (int)(m > 1 && cm > n ? cm : n));
}

/* r is symmetric: the lower blocks of two by two, the upper one is their mirror */
static void product_symmetric(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  const Contraction *q = t->contraction;
  int64_t n = q->m.size, h = n / 2 / 8 * 8, k = loop_size(&q->k, c->m), cm = q->m.stride[0], cn = q->n.stride[0];
  Blas x = blas_of(&q->left, c, a), y = blas_of(&q->right, c, b);
  int64_t xm = x.trans == CblasTrans ? 1 : x.ld;
  cblas_dgemm(CblasRowMajor, x.trans, y.trans, (int)h, (int)h, (int)k, t->instr->alpha, x.p, x.ld, y.p, y.ld, add, r, (int)cm);
  cblas_dgemm(CblasRowMajor, x.trans, y.trans, (int)(n - h), (int)n, (int)k, t->instr->alpha, x.p + h * xm, x.ld, y.p, y.ld, add, r + h * cm, (int)cm);
  for (int64_t i = h; i < n; i++) for (int64_t j = 0; j < h; j++) r[j * cm + i * cn] = r[i * cm + j * cn];
}

/* the same of few rows: strips of them from the diagonal on, in registers */
static void product_strips(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  enum { ROWS = 8 };
  const Contraction *q = t->contraction;
  int ia = q->left.operand, ib = q->right.operand;
  int64_t n = q->m.size, k = loop_size(&q->k, c->m), am = q->m.stride[ia], ak = q->k.stride[ia], bk = q->k.stride[ib], cm = q->m.stride[0];
  for (int64_t i = 0; i < n; i += ROWS)
    c->worker->machine->vec->gemm_rows(n - i < ROWS ? n - i : ROWS, n - i, k, t->instr->alpha, a + i * am, am, ak, b + i, bk, r + i * cm + i, cm, add, -INFINITY);
  for (int64_t i = ROWS; i < n; i++) for (int64_t j = 0; j < i / ROWS * ROWS; j++) r[i * cm + j] = r[j * cm + i];
}

/* the same where rows lie along the tile */
static void product_half_dots(const Step *t, Call *c, double *r, const double *a, const double *b, bool add)
{
  enum { ROWS = 8 };
  const Contraction *q = t->contraction;
  int64_t n = q->m.size, am = q->m.stride[A], bn = q->n.stride[B], cm = q->m.stride[0], cn = q->n.stride[0];
  for (int64_t i = 0; i < n; i += ROWS)
    c->worker->machine->vec->gemm_dots(n - i < ROWS ? n - i : ROWS, n - i, c->m, t->instr->alpha, a + i * am, am, b + i * bn, bn, r + i * cm + i * cn, cm, cn, add);
  for (int64_t i = ROWS; i < n; i++) for (int64_t j = 0; j < i / ROWS * ROWS; j++) r[i * cm + j * cn] = r[j * cm + i * cn];
}

/* loops: kept ones, reduced ones, then the product itself */
static void run_products(Call *c, Product *product)
{
  const Step *t = c->step;
  const Contraction *q = t->contraction;
  int ia = q->left.operand, ib = q->right.operand;
  Walk w = { 0 };
  do {
    bool add = adds_first(t);
    Walk r = { 0 };
    do {
      const double *a = c->p[ia].f + w.offset[ia] + r.offset[ia], *b = c->p[ib].f + w.offset[ib] + r.offset[ib];
      if (q->weighted) {
        const double **scaled = ia == A ? &a : &b;
        const double *weight = c->p[C].f + w.offset[C];
        const VectorKernels *v = c->worker->machine->vec;
        int64_t rows = q->swapped ? q->n.size : q->m.size;
        if (q->source_m == 0) v->scale_rows(c->m, rows, c->worker->scratch, *scaled, q->source_k, weight);
        else for (int64_t i = 0; i < rows; i++) v->map[VEC_MUL0](c->m, c->worker->scratch + i * q->pitch, *scaled + i * q->source_m, 1, weight, 1, NULL, 0);
        *scaled = c->worker->scratch;
      }
      product(t, c, c->p[0].f + w.offset[0], a, b, add);
      add = true;
    } while (walk_next(&r, t->loop + t->nkept, t->nreduced, c->m));
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

static void run_rows(Call *c) { run_products(c, product_rows); }
static void run_dots(Call *c) { run_products(c, product_dots); }
static void run_turned(Call *c) { run_products(c, product_turned); }
static void run_blas(Call *c) { run_products(c, product_blas); }
static void run_symmetric(Call *c) { run_products(c, product_symmetric); }
static void run_half_dots(Call *c) { run_products(c, product_half_dots); }
static void run_strips(Call *c) { run_products(c, product_strips); }

/* ---- without a matrix product ---- */

static void run_columns(Call *c)
{
  const Step *t = c->step;
  const Loop *k = &t->loop[t->nkept], *in = &t->loop[t->nloops - 1];
  const VectorKernels *v = c->worker->machine->vec;
  Walk w = { 0 };
  do v->dot_columns(loop_size(in, c->m), k->size, t->instr->alpha, c->p[A].f + w.offset[A], k->stride[A], c->p[B].f + w.offset[B], k->stride[B],
                    c->p[0].f + w.offset[0], adds_first(t));
  while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* the inner loop is kept: rows of combined factors are added up */
void contract_rows(Call *c, int combine, bool add)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[A], sb = in->stride[B];
  double abuf[CHUNK], bbuf[CHUNK], sum[CHUNK], alpha = t->instr->alpha, zero = 0;
  Walk w = { 0 };
  do {
    for (int64_t k = 0; k < n; k += CHUNK) {
      int64_t len = n - k < CHUNK ? n - k : CHUNK;
      v->map[VEC_COPY](len, sum, &zero, 0, NULL, 0, NULL, 0);
      Walk r = { 0 };
      do {
        int va, vb;
        const double *a = row_load(c->p[A].f + w.offset[A] + r.offset[A] + k * sa, sa, len, abuf, &va);
        const double *b = row_load(c->p[B].f + w.offset[B] + r.offset[B] + k * sb, sb, len, bbuf, &vb);
        v->map[combine](len, sum, a, va, b, vb, sum, 1);
      } while (walk_next(&r, t->loop + t->nkept, t->nreduced, c->m));
      double *d = c->p[0].f + w.offset[0] + k * sd;
      if (sd == 1 && add) v->map[VEC_FMA](len, d, sum, 1, &alpha, 0, d, 1);
      else if (sd == 1) v->map[VEC_MUL](len, d, sum, 1, &alpha, 0, NULL, 0);
      else for (int64_t j = 0; j < len; j++) d[j * sd] = alpha * sum[j] + (add ? d[j * sd] : 0);
    }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

static void run_any_rows(Call *c) { contract_rows(c, VEC_FMA, adds_first(c->step)); }

/* the inner loop is summed */
static void run_any_dots(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1];
  Loop joined;
  int nreduced = t->nreduced;
  if (nreduced > 0 && loop_joined(t, in - 1, in, c->m, &joined)) { in = &joined; nreduced--; }
  int64_t n = loop_size(in, c->m), sa = in->stride[A], sb = in->stride[B];
  const double *weights = c->p[C].f;
  int64_t chunk = sa == 1 && sb == 1 && !weights ? n : CHUNK;
  double abuf[CHUNK], bbuf[CHUNK];
  bool add = adds_first(t);
  Walk w = { 0 };
  do {
    double sum = 0;
    const double *weight = weights ? weights + w.offset[C] : NULL;
    Walk r = { 0 };
    do
      for (int64_t k = 0; k < n; k += chunk) {
        int64_t len = n - k < chunk ? n - k : chunk;
        int va, vb;
        const double *a = row_load(c->p[A].f + w.offset[A] + r.offset[A] + k * sa, sa, len, abuf, &va);
        const double *b = row_load(c->p[B].f + w.offset[B] + r.offset[B] + k * sb, sb, len, bbuf, &vb);
        if (!va) { v->map[VEC_COPY](len, abuf, a, 0, NULL, 0, NULL, 0); a = abuf; }
        if (!vb) { v->map[VEC_COPY](len, bbuf, b, 0, NULL, 0, NULL, 0); b = bbuf; }
        if (weight) { v->map[VEC_MUL0](len, abuf, a, 1, weight + k, 1, NULL, 0); a = abuf; }
        sum += v->dot(len, a, b);
      }
    while (walk_next(&r, t->loop + t->nkept, nreduced, c->m));
    double *d = c->p[0].f + w.offset[0];
    *d = t->instr->alpha * sum + (add ? *d : 0);
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* ---- choosing ---- */

typedef enum { BATCH, ROW, COLUMN, SUMMED, OTHER, CLASSES } LoopClass;

static LoopClass class_of(const Loop *l)
{
  bool a = l->stride[A] != 0, b = l->stride[B] != 0;
  if (l->reduced) return a && b ? SUMMED : OTHER;
  if (l->stride[C] != 0) return BATCH;                     /* products for each weight */
  return a == b ? BATCH : a ? ROW : COLUMN;
}

/* the best loop of a class for the matrix product: the tile, else the greatest; NULL if there is none */
static Loop *pick(Step *t, LoopClass k)
{
  Loop *best = NULL;
  for (int j = 0; j < t->nloops; j++) {
    Loop *l = &t->loop[j];
    if (class_of(l) != k || (!l->tile && l->size == 1)) continue;
    if (!best || l->tile || (!best->tile && l->size > best->size)) best = l;
  }
  return best;
}

static int64_t size_of(const Machine *m, const Step *t, const Loop *l) { return l->tile ? m->program->section[t->section].tile : l->size; }

static bool is_unit(const Machine *m, const Step *t, const Loop *l, int o) { return l->stride[o] == 1 || size_of(m, t, l) == 1; }

/* contiguous along one loop and not folded onto itself along the other */
static bool suits_blas(const Machine *m, const Step *t, const Matrix *x, bool row_major_only)
{
  int64_t rows = size_of(m, t, x->row), cols = size_of(m, t, x->col), sr = x->row->stride[x->operand], sc = x->col->stride[x->operand];
  if ((sc == 1 || cols == 1) && (sr >= cols || rows == 1)) return sr <= INT32_MAX;
  return !row_major_only && (sr == 1 || rows == 1) && (sc >= rows || cols == 1) && sc <= INT32_MAX;
}

static void exchange(Contraction *q)
{
  Loop m = q->m;
  q->m = q->n;
  q->n = m;
  q->swapped = !q->swapped;
}

/* does nobody else add to what this step adds to? The mirror of a triangle would overwrite it */
static bool adds_alone(const Machine *m, const Step *t)
{
  const Section *s = &m->program->section[t->section];
  for (int k = 0; k < s->ninstr; k++) if (&s->instr[k] != t->instr && s->instr[k].dst[0].reg == t->operand[0].reg) return false;
  return true;
}

/* the operand that weighs the sum goes into the first factor; false: not in this shape */
static bool take_weight(Machine *m, Step *t, const Loop *row, const Loop *col, const Loop *sum)
{
  Contraction *q = t->contraction;
  int64_t tile = m->program->section[t->section].tile;
  bool along = row && q->k.stride[A] == 1 && q->m.stride[A] != 1;
  if (!sum->tile || (!along && q->m.stride[A] != 1)) return false;
  q->weighted = true;
  q->source_k = q->k.stride[A];
  q->symmetric = row && col && q->m.size == q->n.size && t->operand[A].reg == t->operand[B].reg && t->operand[A].offset == t->operand[B].offset &&
                 q->n.stride[B] == q->m.stride[A] && q->k.stride[B] == q->source_k && adds_alone(m, t);
  for (int j = 0; j < t->nloops; j++) q->symmetric &= &t->loop[j] == row || &t->loop[j] == col || t->loop[j].stride[A] == t->loop[j].stride[B];
  if (along) {
    q->source_m = q->m.stride[A];
    q->m.stride[A] = q->pitch = tile;
  } else q->k.stride[A] = q->m.size;
  t->scratch = q->m.size * tile;
  return true;
}

/* packs what BLAS cannot read as it lies; false: that would take too much room */
static bool prepare_blas(Machine *m, Step *t)
{
  Contraction *q = t->contraction;
  Matrix *all[] = { &q->left, &q->right, &q->result };
  m->calls_blas = true;
  for (int k = 0; k < 3; k++) {
    if (suits_blas(m, t, all[k], k == 2)) continue;
    all[k]->packed = true;
    all[k]->place = t->scratch;
    t->scratch += size_of(m, t, all[k]->row) * size_of(m, t, all[k]->col);
  }
  if (t->scratch <= pack_limit) return true;
  t->scratch = 0;
  return false;
}

static bool choose_product(Machine *m, Step *t)
{
  Contraction *q = t->contraction;
  const Loop none = { .size = 1 };
  const Loop *row = pick(t, ROW), *col = pick(t, COLUMN), *sum = pick(t, SUMMED);
  for (int j = 0; j < t->nloops; j++) if (class_of(&t->loop[j]) == OTHER && (t->loop[j].tile || t->loop[j].size > 1)) return false;
  if (!sum || (!row && !col)) return false;
  q->m = row ? *row : none;
  q->n = col ? *col : none;
  q->k = *sum;
  if (t->operand[C].reg && !take_weight(m, t, row, col, sum)) return false;
  int64_t nm = size_of(m, t, &q->m), nn = size_of(m, t, &q->n), nk = size_of(m, t, &q->k);
  bool rows_direct = is_unit(m, t, &q->n, 0) && is_unit(m, t, &q->n, B) && nn > 1, rows_swapped = is_unit(m, t, &q->m, 0) && is_unit(m, t, &q->m, A) && nm > 1;
  bool dots = is_unit(m, t, &q->k, A) && is_unit(m, t, &q->k, B);
  bool turned = !q->weighted && ((q->n.tile && is_unit(m, t, &q->n, 0) && q->k.stride[B] == 1 && nm >= TURNED_LEAST && nm * nk <= SMALL_LEFT) ||
                                 (q->m.tile && is_unit(m, t, &q->m, 0) && q->k.stride[A] == 1 && nn >= TURNED_LEAST && nn * nk <= SMALL_LEFT));
  if (q->symmetric && rows_direct && nm > 8 && nm <= SMALL_SYMMETRIC) t->run = run_strips;
  else if (q->symmetric && q->source_m && nm > 8 && nm <= SMALL_SYMMETRIC) t->run = run_half_dots;
  else if (rows_direct && nm * nk <= SMALL_LEFT && (nn >= 4 || !dots)) t->run = run_rows;
  else if (rows_swapped && nn * nk <= SMALL_LEFT && (nm >= 4 || !dots)) { t->run = run_rows; exchange(q); }
  else if (turned) {
    t->run = run_turned;
    if (q->m.tile) exchange(q);
    t->scratch = padded(m->vec, q->m.size) * nk;
  } else if (dots && nm * nn <= SMALL_DOTS) t->run = run_dots;
  else t->run = run_blas;
  if (t->run == run_blas && q->symmetric && nm >= 24 && q->n.stride[0] == 1) t->run = run_symmetric;
  if (t->run == run_blas && q->n.stride[0] != 1 && q->m.stride[0] == 1) exchange(q);
  int ia = q->swapped ? B : A, ib = q->swapped ? A : B;
  q->left = (Matrix){ .operand = ia, .row = &q->m, .col = &q->k };
  q->right = (Matrix){ .operand = ib, .row = &q->k, .col = &q->n };
  q->result = (Matrix){ .operand = 0, .row = &q->m, .col = &q->n };
  if ((t->run == run_blas || t->run == run_symmetric) && !prepare_blas(m, t)) return false;
  /* what is left runs outside */
  Loop rest[MAX_LOOPS];
  int n = 0;
  for (int j = 0; j < t->nloops; j++) if (&t->loop[j] != row && &t->loop[j] != col && &t->loop[j] != sum) rest[n++] = t->loop[j];
  for (int j = 0; j < n; j++) t->loop[j] = rest[j];
  t->nloops = n;
  loops_arrange(t, NULL);
  t->nloops--;
  return true;
}

static bool tile_is_batch(const Step *t)
{
  return t->nloops > 0 && t->loop[t->nloops - 1].tile && class_of(&t->loop[t->nloops - 1]) == BATCH;
}

static Loop *choose_inner(Step *t)
{
  if (t->loop[t->nloops - 1].tile) return &t->loop[t->nloops - 1];
  Loop *best = NULL;
  for (int j = 0; j < t->nloops; j++) if (t->loop[j].size > 1 && (!best || t->loop[j].size > best->size)) best = &t->loop[j];
  return best;
}

bool load_contract(Machine *m, Step *t)
{
  t->contraction = ARENA_NEW(m->arena, Contraction);
  if (t->nloops == 0) loops_merge(t);
  if (!t->instr->space.tiled) loops_order(t, A);
  loops_merge(t);
  if (!tile_is_batch(t) && choose_product(m, t)) return true;
  loops_arrange(t, choose_inner(t));
  const Loop *in = &t->loop[t->nloops - 1];
  t->run = in->reduced ? run_any_dots : run_any_rows;
  if (in->tile && !in->reduced && t->nreduced == 1 && in->stride[0] == 1 && in->stride[A] == 1 && in->stride[B] == 1) t->run = run_columns;
  return true;
}
