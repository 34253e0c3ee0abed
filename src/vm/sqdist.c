/* sqdist.c: squared distances of the rows of a from the points of b, which do not change during a pass.
 *
 * About a common shift c (the mean of b) |u - v|^2 = |u'|^2 - 2 u'v' + |v'|^2 loses no more than the data's spread costs,
 * wherever the data lie. The three terms are one matrix product over K + 2: (-2 v', |v'|^2, 1) with (u', 1, |u'|^2).
 * Shapes that do not fit are done term by term.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <string.h>

enum { A = SRC, B = SRC + 1, MOST_K = 4096 };

typedef struct Contraction {
  Loop row;                              /* of a: mostly the tile */
  int ncol; Loop col[MAX_LOOPS];         /* of b */
  int nsum; Loop sum[MAX_LOOPS];
  int64_t ncols, nsums;                  /* products of sizes */
} Distances;

/* ---- any shape ---- */

static void run_any(Call *c) { contract_rows(c, VEC_SQDIFF_ADD, false); }

/* ---- by a matrix product ---- */

/* prepared: [ncols][K + 2] then the shift [K] */
static void prepare(Machine *m, const Step *t)
{
  const Distances *q = t->contraction;
  const double *b = machine_whole(m, &t->operand[B]).f;
  int64_t k = q->nsums, ld = k + 2;
  double *p = t->prepared, *shift = p + q->ncols * ld, alpha = t->instr->alpha;
  memset(shift, 0, (size_t)k * sizeof *shift);
  Walk w = { 0 };
  int64_t i = 0;
  do {
    Walk r = { 0 };
    int64_t j = 0;
    do shift[j] += (p[i * ld + j] = b[w.offset[B] + r.offset[B]]), j++; while (walk_next(&r, q->sum, q->nsum, 1));
    i++;
  } while (walk_next(&w, q->col, q->ncol, 1));
  for (int64_t j = 0; j < k; j++) {
    shift[j] /= (double)q->ncols;
    if (!isfinite(shift[j])) shift[j] = 0;
  }
  for (i = 0; i < q->ncols; i++) {
    double s = 0;
    for (int64_t j = 0; j < k; j++) {
      double x = p[i * ld + j] - shift[j];
      s += x * x;
      p[i * ld + j] = -2 * alpha * x;
    }
    p[i * ld + k] = alpha * s;
    p[i * ld + k + 1] = alpha;
  }
}

static void run_product(Call *c)
{
  const Step *t = c->step;
  const Distances *q = t->contraction;
  const VectorKernels *v = c->worker->machine->vec;
  if (!t->instr->space.tiled) prepare(c->worker->machine, t);
  int64_t n = loop_size(&q->row, c->m), k = q->nsums, ld = k + 2, width = v->panel, sa = q->row.stride[A], sd = q->row.stride[0];
  const double *left = t->prepared, *shift = left + q->ncols * ld;
  double *panel = c->worker->scratch, *out = panel + ld * width;
  bool direct = sd == 1 && q->ncol <= 1;
  for (int64_t at = 0; at < n; at += width) {
    int64_t len = n - at < width ? n - at : width;
    const double *a0 = c->p[A].f + at * sa;
    if (q->nsum == 1 && q->sum[0].stride[A] == 1 && sa > 1) v->transpose(len, k, panel, width, a0, sa);
    else {
      Walk r = { 0 };
      double *d = panel;
      do {
        const double *a = a0 + r.offset[A];
        for (int64_t i = 0; i < len; i++) d[i] = a[i * sa];
        d += width;
      } while (walk_next(&r, q->sum, q->nsum, c->m));
    }
    v->center(k, len, panel, width, shift, panel + (k + 1) * width);
    for (int64_t i = 0; i < len; i++) panel[k * width + i] = 1;
    if (direct) {
      v->gemm_rows(q->ncols, len, ld, 1, left, ld, 1, panel, width, c->p[0].f + at, q->ncol ? q->col[0].stride[0] : 0, false, 0);
      continue;
    }
    Walk w = { 0 };
    int64_t j = 0;
    do {
      v->gemm_rows(1, len, ld, 1, left + j++ * ld, ld, 1, panel, width, out, width, false, 0);
      row_store(c->p[0].f + w.offset[0] + at * sd, sd, len, out);
    } while (walk_next(&w, q->col, q->ncol, c->m));
  }
}

static bool choose_product(Machine *m, Step *t)
{
  Distances *q = ARENA_NEW(m->arena, Distances);
  bool has_row = false;
  if (!(t->instr->alpha > 0) || m->program->reg[t->operand[B].reg].kind == REG_TILE || t->operand[B].tile_stride != 0) return false;
  q->ncols = q->nsums = 1;
  q->row = (Loop){ .size = 1 };
  for (int j = 0; j < t->nloops; j++) {
    const Loop *l = &t->loop[j];
    bool a = l->stride[A] != 0, b = l->stride[B] != 0;
    if (l->size == 1 && !l->tile) continue;
    if (l->reduced) {
      if (!a || !b) return false;
      q->sum[q->nsum++] = *l;
      q->nsums *= l->size;
    } else if (b) {
      if (a) return false;
      q->col[q->ncol++] = *l;
      q->ncols *= l->size;
    } else {
      if (has_row) return false;
      has_row = true;
      q->row = *l;
    }
  }
  if (!has_row || q->nsums > MOST_K) return false;
  t->contraction = q;
  t->prepared_count = q->ncols * (q->nsums + 2) + q->nsums;
  t->scratch = (q->nsums + 3) * m->vec->panel;
  if (t->instr->space.tiled) t->prepare = prepare;
  t->run = run_product;
  return true;
}

bool load_sqdist(Machine *m, Step *t)
{
  if (t->nloops == 0) loops_merge(t);
  if (!t->instr->space.tiled) loops_order(t, B);
  loops_merge(t);
  if (choose_product(m, t)) return true;
  Loop *in = NULL;
  if (t->loop[t->nloops - 1].tile) in = &t->loop[t->nloops - 1];
  else for (int j = 0; j < t->nloops; j++) if (!t->loop[j].reduced && t->loop[j].size > 1 && (!in || t->loop[j].size > in->size)) in = &t->loop[j];
  loops_arrange(t, in);
  t->run = run_any;
  return true;
}
