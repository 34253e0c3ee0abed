/* deviation.c: sums of f(a - b) * c, the differences made in registers and nowhere else.
 *
 * Two forms are fast, both with a contiguous along the tile and b fixed during a pass: summed over an axis that a and b have
 * (distances of a tile's rows from many points), and summed over the tile (moments about many points). Everything else, and
 * weights that are not finite where 0 times that must be 0, go element by element.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2, E = SRC + 3 };

typedef struct Contraction { Deviation q; bool finite; Loop row, sum; int nall; Loop all[MAX_LOOPS]; } Deviating;

static double term(int power, double y) { return power == 2 ? y * y : power == 1 ? y : fabs(y); }

static void run_any(Call *c)
{
  const Step *t = c->step;
  const Deviating *d = t->contraction;
  Walk w = { 0 };
  if (!t->adds) do c->p[0].f[w.offset[0]] = c->p[E].f ? c->p[E].f[w.offset[E]] : 0; while (walk_next(&w, d->all, d->nall, c->m));
  w = (Walk){ 0 };
  do {
    double y = term(t->instr->power, c->p[A].f[w.offset[A]] - c->p[B].f[w.offset[B]]), f = c->p[C].f ? c->p[C].f[w.offset[C]] : 1;
    c->p[0].f[w.offset[0]] += t->instr->alpha * (t->instr->guard && (y == 0 || f == 0) ? 0 : y * f);
  } while (walk_next(&w, d->all, d->nall, c->m));
}

/* loops: kept ones, reduced ones; those of the kernel are apart */
static void run_kernel(Call *c, bool over_tile)
{
  const Step *t = c->step;
  const Deviating *d = t->contraction;
  if (!d->finite) { run_any(c); return; }
  const VectorKernels *v = c->worker->machine->vec;
  Deviation q = d->q;
  q.n = c->m;
  Walk w = { 0 };
  do {
    q.add = t->adds;
    q.e = c->p[E].f ? c->p[E].f + w.offset[E] : NULL;
    Walk r = { 0 };
    do {
      (over_tile ? v->dev_sums : v->dev_rows)(&q, c->p[A].f + w.offset[A] + r.offset[A], c->p[B].f + w.offset[B] + r.offset[B],
        c->p[C].f ? c->p[C].f + w.offset[C] + r.offset[C] : NULL, c->p[0].f + w.offset[0]);
      q.add = true;
      q.e = NULL;
    } while (walk_next(&r, t->loop + t->nkept, t->nreduced, c->m));
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

static void run_rows(Call *c) { run_kernel(c, false); }
static void run_sums(Call *c) { run_kernel(c, true); }

/* a weight that is the same for all rows is looked through once */
static void look_through(Machine *m, const Step *t)
{
  if (t->operand[C].reg) t->contraction->finite = isfinite(m->vec->sum(m->program->reg[t->operand[C].reg].count, m->base[t->operand[C].reg].f));
}

/* the loop of the kernel that a does not know, or does; c must not know the one that is summed over the tile */
static Loop *pick(Step *t, bool of_a, bool reduced, bool without_c)
{
  Loop *best = NULL;
  for (int j = 0; j < t->nloops - 1; j++) {
    Loop *l = &t->loop[j];
    if (l->reduced != reduced || (l->stride[A] != 0) != of_a || (without_c && l->stride[C] != 0)) continue;
    if (!best || l->size > best->size) best = l;
  }
  return best;
}

bool load_deviation(Machine *m, Step *t)
{
  Deviating *d = ARENA_NEW(m->arena, Deviating);
  t->contraction = d;
  d->finite = true;
  loops_merge(t);
  d->nall = t->nloops;
  for (int j = 0; j < t->nloops; j++) d->all[j] = t->loop[j];
  t->run = run_any;
  const Loop *tile = &t->loop[t->nloops - 1];
  if (!t->instr->space.tiled || !tile->tile || tile->stride[A] != 1 || tile->stride[B] != 0) return true;
  bool over_tile = tile->reduced, weighted = t->operand[C].reg;
  if (over_tile ? weighted && tile->stride[C] != 1 : tile->stride[0] != 1 || (weighted && tile->stride[C] != 0)) return true;
  if ((over_tile && t->instr->guard) || (t->operand[E].reg && tile->stride[E] != 0)) return true;
  Loop none = { .size = 1 }, *row = pick(t, false, false, false), *sum = pick(t, true, !over_tile, over_tile);
  d->row = row ? *row : none;
  d->sum = sum ? *sum : none;
  d->q = (Deviation){ .power = t->instr->power, .rows = d->row.size, .sums = d->sum.size, .alpha = t->instr->alpha, .x_sum = d->sum.stride[A],
    .b_row = d->row.stride[B], .b_sum = d->sum.stride[B], .c_row = d->row.stride[C], .c_sum = d->sum.stride[C], .e_row = d->row.stride[E], .r_row = d->row.stride[0], .r_sum = d->sum.stride[0] };
  Loop rest[MAX_LOOPS];
  int n = 0;
  for (int j = 0; j < t->nloops - 1; j++) if (&t->loop[j] != row && &t->loop[j] != sum) rest[n++] = t->loop[j];
  for (int j = 0; j < n; j++) t->loop[j] = rest[j];
  t->nloops = n;
  loops_arrange(t, NULL);
  t->nloops--;
  t->run = over_tile ? run_sums : run_rows;
  if (t->instr->guard) t->prepare = look_through;
  return true;
}
