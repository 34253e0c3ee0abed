/* guard.c: sums of products in which 0 times anything is 0. The sources that may hold infinities or NaN are looked through
 * first; almost always they are finite, and the fast way is right.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2, D = SRC + 3 };

struct Guard {
  void (*fast)(Call *);
  int nloops; Loop loop[MAX_LOOPS];
  bool finite[OPERANDS];                   /* arrays that rows are picked from, looked through as a whole before the pass */
};

/* the address of source a or b in this round of the walk */
static const double *at_source(const Call *c, const Walk *w, int o)
{
  const Step *t = c->step;
  const double *p = c->p[o].f + w->offset[o];
  if (t->instr->op == OP_ROWS_DOT && c->p[o + 2].i) p += c->p[o + 2].i[w->offset[o + 2]] * (o == A ? t->move : t->move2);
  if (t->instr->op == OP_SCATTER_ADD && o == A && c->p[D].i) p += c->p[D].i[w->offset[D]] * t->move2;
  return p;
}

static bool all_finite(const Call *c, int o)
{
  const struct Guard *g = c->step->guard;
  Loop loop[MAX_LOOPS];
  int n = 0;
  if (g->finite[o]) return true;
  for (int j = 0; j < g->nloops; j++) {                   /* each element once */
    const Loop *l = &g->loop[j];
    if (l->stride[o] != 0 || (o + 2 < OPERANDS && l->stride[o + 2] != 0 && c->step->operand[o + 2].is_index)) loop[n++] = *l;
  }
  Opcode op = c->step->instr->op;
  bool indexed = (op == OP_SCATTER_ADD && o == A && c->p[D].i) || (op == OP_ROWS_DOT && c->p[o + 2].i);
  Walk w = { 0 };
  if (!indexed && n > 0) {                                /* rows of the innermost loop */
    const Loop *in = &loop[n - 1];
    int64_t m = loop_size(in, c->m), step = in->stride[o];
    do {
      const double *p = c->p[o].f + w.offset[o];
      double sum = 0;                                     /* of finite numbers it is finite; should it overflow, the slow way is right as well */
      if (step == 1) sum = c->worker->machine->vec->sum(m, p);
      else for (int64_t k = 0; k < m; k++) sum += p[k * step];
      if (!isfinite(sum)) return false;
    } while (walk_next(&w, loop, n - 1, c->m));
    return true;
  }
  do if (!isfinite(*at_source(c, &w, o))) return false; while (walk_next(&w, loop, n, c->m));
  return true;
}

static void run_slowly(Call *c)
{
  const Step *t = c->step;
  const struct Guard *g = t->guard;
  bool adds = t->adds || t->instr->accumulate || t->instr->op == OP_SCATTER_ADD;
  double alpha = t->instr->op == OP_SCATTER_ADD || t->instr->alpha == 0 ? 1 : t->instr->alpha;
  Walk w = { 0 };
  if (!adds)
    do c->p[0].f[w.offset[0]] = 0; while (walk_next(&w, g->loop, g->nloops, c->m));
  w = (Walk){ 0 };
  do {
    double a = *at_source(c, &w, A), b = c->p[B].f ? *at_source(c, &w, B) : 1, product = a == 0 || b == 0 ? 0 : a * b;
    double *d = c->p[0].f + w.offset[0];
    if (t->instr->op == OP_SCATTER_ADD) d += c->p[C].i[w.offset[C]] * t->move;
    if (t->instr->op == OP_CONTRACT && c->p[C].f) { double u = c->p[C].f[w.offset[C]]; product = u == 0 || product == 0 ? 0 : product * u; }
    *d += alpha * product;
  } while (walk_next(&w, g->loop, g->nloops, c->m));
}

static void run_guarded(Call *c)
{
  unsigned suspect = c->step->instr->guard;
  for (int k = 0; k < 3; k++)
    if (suspect >> k & 1 && !all_finite(c, SRC + k)) { run_slowly(c); return; }
  c->step->guard->fast(c);
}

static void look_through(Machine *m, const Step *t)
{
  for (int k = 0; k < 2; k++) {
    const Register *r = &m->program->reg[t->operand[SRC + k].reg];
    if (!t->operand[SRC + k].reg || r->kind == REG_TILE || t->operand[SRC + k].tile_stride != 0) continue;
    t->guard->finite[SRC + k] = isfinite(m->vec->sum(r->count, m->base[t->operand[SRC + k].reg].f));
  }
}

void guard_before(Machine *m, Step *t)
{
  if (!t->instr->guard) return;
  t->guard = ARENA_NEW(m->arena, struct Guard);
  t->guard->nloops = t->nloops;
  for (int j = 0; j < t->nloops; j++) t->guard->loop[j] = t->loop[j];
}

void guard_after(Step *t)
{
  if (!t->guard) return;
  if (!t->prepare && t->instr->space.tiled && t->instr->op != OP_CONTRACT) t->prepare = look_through;
  t->guard->fast = t->run;
  t->run = run_guarded;
}
