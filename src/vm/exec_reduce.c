/* exec_reduce.c: sums, products, extremes, positions of extremes, log-sum-exp with softmax.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FOLD_ROWS = 256, BLOCK = 32 };

typedef double RowFold(int64_t n, const double *a);

typedef struct Fold { VecOp join; double neutral; } Fold;

static Fold fold_of(Opcode op)
{
  switch (op) {
    case OP_PROD: return (Fold){ VEC_MUL, 1 };
    case OP_LEAST: return (Fold){ VEC_MIN, INFINITY };
    case OP_GREATEST: return (Fold){ VEC_MAX, -INFINITY };
    default: return (Fold){ VEC_ADD, 0 };
  }
}

static RowFold *row_fold(const VectorKernels *v, Opcode op)
{
  return op == OP_PROD ? v->prod : op == OP_LEAST ? v->least : op == OP_GREATEST ? v->greatest : v->sum;
}

/* one number of the fold; extremes by the vector kernel, so that NaN and order are the same everywhere */
static double join(const VectorKernels *v, VecOp op, double a, double b)
{
  if (op == VEC_ADD) return a + b;
  if (op == VEC_MUL) return a * b;
  v->map[op](1, &a, &a, 1, &b, 1, NULL, 0);
  return a;
}

/* loops: kept, reduced, and the inner one is kept: rows are folded into rows. Long sums are folded in two levels. */
static void run_fold_rows(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1], *red = t->loop + t->nkept;
  MapKernel *map = v->map[fold_of(t->instr->op).join], *copy = v->map[VEC_COPY];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC];
  double buf[CHUNK], part[CHUNK], total[CHUNK];
  Walk w = { 0 };
  do {
    for (int64_t k = 0; k < n; k += CHUNK) {
      int64_t len = n - k < CHUNK ? n - k : CHUNK, rows = 0;
      bool folded = false;
      Walk r = { 0 };
      do {
        int va;
        const double *a = row_load(c->p[SRC].f + w.offset[SRC] + r.offset[SRC] + k * sa, sa, len, buf, &va);
        if (rows++ == 0) copy(len, part, a, va, NULL, 0, NULL, 0);
        else map(len, part, part, 1, a, va, NULL, 0);
        if (rows == FOLD_ROWS) {
          if (folded) map(len, total, total, 1, part, 1, NULL, 0); else memcpy(total, part, (size_t)len * sizeof *part);
          folded = true;
          rows = 0;
        }
      } while (walk_next(&r, red, t->nreduced, c->m));
      if (folded && rows > 0) map(len, total, total, 1, part, 1, NULL, 0);
      const double *result = folded ? total : part;
      double *d = c->p[0].f + w.offset[0] + k * sd;
      if (!t->adds && sd == 1) memcpy(d, result, (size_t)len * sizeof *d);
      else if (sd == 1) map(len, d, d, 1, result, 1, NULL, 0);
      else for (int64_t j = 0; j < len; j++) d[j * sd] = t->adds ? join(v, fold_of(t->instr->op).join, d[j * sd], result[j]) : result[j];
    }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* loops: kept, reduced, and the inner one is reduced: rows are folded to numbers */
static void run_fold_row(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1], *red = t->loop + t->nkept;
  Loop joined;
  int nreduced = t->nreduced;
  if (nreduced > 0 && loop_joined(t, in - 1, in, c->m, &joined)) { in = &joined; nreduced--; }
  RowFold *fold = row_fold(v, t->instr->op);
  MapKernel *copy = v->map[VEC_COPY];
  Fold f = fold_of(t->instr->op);
  int64_t n = loop_size(in, c->m), sa = in->stride[SRC], chunk = sa == 1 ? n : CHUNK;
  double buf[CHUNK];
  Walk w = { 0 };
  do {
    double total = f.neutral;
    Walk r = { 0 };
    do {
      const double *a0 = c->p[SRC].f + w.offset[SRC] + r.offset[SRC];
      for (int64_t k = 0; k < n; k += chunk) {
        int64_t len = n - k < chunk ? n - k : chunk;
        int va;
        const double *a = row_load(a0 + k * sa, sa, len, buf, &va);
        if (!va) { copy(len, buf, a, 0, NULL, 0, NULL, 0); a = buf; }
        total = join(v, f.join, total, fold(len, a));
      }
    } while (walk_next(&r, red, nreduced, c->m));
    double *d = c->p[0].f + w.offset[0];
    *d = t->adds ? join(v, f.join, *d, total) : total;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* rows of the reduced loops from and to a block in which they lie side by side */
static void pack_rows(const Call *c, const Loop *red, int nreduced, int64_t len, double *block, double *p, int operand, int64_t step, bool back)
{
  Walk r = { 0 };
  double *row = block;
  do {
    double *q = p + r.offset[operand];
    for (int64_t j = 0; j < len; j++) if (back) q[j * step] = row[j]; else row[j] = q[j * step];
    row += len;
  } while (walk_next(&r, red, nreduced, c->m));
}

static void run_arg(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1], *red = t->loop + t->nkept;
  bool plain = t->scratch == 0;
  int64_t n = loop_size(in, c->m), sa = in->stride[SRC], rows = t->nreduced ? red->size : 1, most = plain ? CHUNK : BLOCK;
  double best[CHUNK], at[CHUNK];
  Walk w = { 0 };
  do {
    for (int64_t k = 0; k < n; k += most) {
      int64_t len = n - k < most ? n - k : most, step = plain ? t->nreduced ? red->stride[SRC] : 0 : len;
      double *a = c->p[SRC].f + w.offset[SRC] + k * sa;
      if (!plain) {
        pack_rows(c, red, t->nreduced, len, c->worker->scratch, a, SRC, sa, false);
        a = c->worker->scratch;
      }
      (t->instr->op == OP_ARGMIN ? v->argmin_columns : v->argmax_columns)(rows, len, a, step, best, at);
      if (c->p[0].i) {
        int32_t *d = c->p[0].i + w.offset[0] + k * in->stride[0];
        for (int64_t j = 0; j < len; j++) d[j * in->stride[0]] = (int32_t)at[j];
      }
      if (c->p[1].f) row_store(c->p[1].f + w.offset[1] + k * in->stride[1], in->stride[1], len, best);
    }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

static void run_softmax(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *in = &t->loop[t->nloops - 1], *red = t->loop + t->nkept;
  int64_t n = loop_size(in, c->m), sl = in->stride[0], ss = in->stride[1], sa = in->stride[SRC], rows = 1;
  for (int j = 0; j < t->nreduced; j++) rows *= red[j].size;
  bool keep = c->p[1].f != NULL, plain = t->scratch == 0;
  double *block = c->worker->scratch, lse[BLOCK];
  Walk w = { 0 };
  do {
    double *a = c->p[SRC].f + w.offset[SRC], *s = keep ? c->p[1].f + w.offset[1] : NULL, *l = c->p[0].f ? c->p[0].f + w.offset[0] : NULL;
    if (plain) {
      v->softmax(rows, n, a, t->nreduced ? red->stride[SRC] : 0, s, t->nreduced ? red->stride[1] : 0, l);
      continue;
    }
    for (int64_t k = 0; k < n; k += BLOCK) {
      int64_t len = n - k < BLOCK ? n - k : BLOCK;
      pack_rows(c, red, t->nreduced, len, block, a + k * sa, SRC, sa, false);
      v->softmax(rows, len, block, len, keep ? block : NULL, len, l ? lse : NULL);
      if (keep) pack_rows(c, red, t->nreduced, len, block, s + k * ss, 1, ss, true);
      if (l) row_store(l + k * sl, sl, len, lse);
    }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* rows that do not lie side by side are packed first */
static void load_columns(Step *t)
{
  const Loop *in = &t->loop[t->nloops - 1];
  bool softmax = t->instr->op == OP_SOFTMAX, plain = t->nreduced <= 1;
  t->run = softmax ? run_softmax : run_arg;
  for (int o = softmax ? 0 : SRC; o < OPERANDS; o++) plain &= !t->operand[o].reg || in->stride[o] == 1 || (!in->tile && in->size == 1);
  t->scratch = plain ? 0 : BLOCK;
  for (int j = 0; !plain && j < t->nreduced; j++) t->scratch *= t->loop[t->nkept + j].size;
}

/* the loop whose rows the vector kernels take: the tile; else the one with the least step in the source, unless it is
 * very short and the operation could take a reduced one (`any`) */
static Loop *choose_inner(Step *t, bool any)
{
  if (t->loop[t->nloops - 1].tile) return &t->loop[t->nloops - 1];
  Loop *best = NULL;
  for (int j = 0; j < t->nloops; j++) {
    Loop *l = &t->loop[j];
    if (l->size == 1 || (l->reduced && !any) || l->stride[SRC] == 0) continue;
    if (!best || (best->size < 8 && l->size >= 8) || (l->size >= 8 && llabs(l->stride[SRC]) < llabs(best->stride[SRC]))) best = l;
  }
  return best;
}

bool load_reduce(Machine *m, Step *t)
{
  (void)m;
  Opcode op = t->instr->op;
  bool folds = op == OP_SUM || op == OP_PROD || op == OP_LEAST || op == OP_GREATEST;
  if (t->nloops == 0) loops_merge(t);
  if (!t->instr->space.tiled) loops_order(t, SRC);
  loops_arrange(t, choose_inner(t, folds));
  if (folds) t->run = t->loop[t->nloops - 1].reduced ? run_fold_row : run_fold_rows;
  else load_columns(t);
  return true;
}
