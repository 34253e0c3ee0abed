/* blend.c: sums of a * b + (n - a) * c for an a of the tile (OP_BLEND): the product of a with b - c, which is taken before the pass, on top of n times the sum
 * of c. What is infinite would not cancel: then both products are summed as they stand, where 0 times anything is 0.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2 };

struct Blend {
  Step product;                            /* of a with b - c, added to what is there */
  Instr instr;
  Loop kept[MAX_LOOPS], summed[MAX_LOOPS], tile;
  int nkept, nsummed;
  int64_t differences;                     /* numbers of b - c in the prepared room; sums of c follow, in the order of the kept loops */
  bool finite;
};

static void prepare(Machine *m, const Step *t)
{
  struct Blend *q = t->blend;
  const double *b = m->base[t->operand[B].reg].f, *c = m->base[t->operand[C].reg].f;
  double *sums = t->prepared + q->differences;
  for (int64_t k = 0; k < q->differences; k++) t->prepared[k] = b[k] - c[k];
  q->finite = isfinite(m->vec->sum(q->differences, t->prepared));
  if (!q->finite) return;
  Walk w = { 0 };
  do {
    double sum = 0;
    Walk s = { 0 };
    do sum += c[t->operand[C].offset + w.offset[C] + s.offset[C]]; while (walk_next(&s, q->summed, q->nsummed, 1));
    *sums++ = t->instr->alpha * sum;
  } while (walk_next(&w, q->kept, q->nkept, 1));
}

static double blended(const Call *c, const struct Blend *q, const Walk *w, int64_t row, double n)
{
  double sum = 0;
  Walk s = { 0 };
  do {
    double a = c->p[A].f[w->offset[A] + s.offset[A] + row * q->tile.stride[A]], b = c->p[B].f[w->offset[B] + s.offset[B]], d = c->p[C].f[w->offset[C] + s.offset[C]];
    sum += (a == 0 || b == 0 ? 0 : a * b) + (n - a == 0 || d == 0 ? 0 : (n - a) * d);
  } while (walk_next(&s, q->summed, q->nsummed, 1));
  return sum;
}

static void run_blend(Call *c)
{
  const Step *t = c->step;
  const struct Blend *q = t->blend;
  const double *sums = t->prepared + q->differences;
  Walk w = { 0 };
  do {
    double *to = c->p[0].f + w.offset[0], sum = q->finite ? *sums++ : 0;
    if (q->finite && q->tile.stride[0] == 1) c->worker->machine->vec->map[VEC_COPY](c->m, to, &sum, 0, NULL, 0, NULL, 0);
    else for (int64_t k = 0; k < c->m; k++) to[k * q->tile.stride[0]] = q->finite ? sum : blended(c, q, &w, k, t->instr->alpha);
  } while (walk_next(&w, q->kept, q->nkept, 1));
  if (!q->finite) return;
  Call product = *c;
  product.step = &q->product;
  product.p[B].f = t->prepared + t->operand[B].offset;
  q->product.run(&product);
}

bool load_blend(Machine *m, Step *t)
{
  struct Blend *q = t->blend = ARENA_NEW(m->arena, struct Blend);
  int64_t sums = 1;
  for (int j = 0; j < t->nloops; j++) {
    const Loop *l = &t->loop[j];
    if (l->tile) q->tile = *l;
    else if (l->reduced) q->summed[q->nsummed++] = *l;
    else { q->kept[q->nkept++] = *l; sums *= l->size; }
  }
  q->differences = m->program->reg[t->operand[B].reg].count;
  t->prepared_count = q->differences + sums;
  q->instr = *t->instr;
  q->instr.op = OP_CONTRACT;
  q->instr.alpha = 1;
  q->instr.accumulate = true;
  q->instr.src[2] = (View){ 0 };
  q->product = *t;
  q->product.instr = &q->instr;
  q->product.operand[C] = (Operand){ 0 };
  for (int j = 0; j < t->nloops; j++) q->product.loop[j].stride[C] = 0;
  if (!load_contract(m, &q->product)) return false;
  t->scratch = q->product.scratch;
  t->prepare = prepare;
  t->run = run_blend;
  return true;
}
