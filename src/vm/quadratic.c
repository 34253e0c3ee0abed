/* quadratic.c: q = sum over d and e of y[d] * P[d, e] * y[e] (OP_QUADRATIC). Only M[d, e] = P[d, e] + P[e, d] for e < d and P[d, d] count: some rows of z = M y at a
 * time, which end at the diagonal (above it M is 0), are multiplied with those of y at once. Where P is not finite all is summed as it stands, 0 times anything 0.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <string.h>

enum { Y = SRC, P = SRC + 1, ROWS = 8 };

struct Quadratic { Loop row, column, kept[MAX_LOOPS]; int nkept; bool finite; };

/* M where P lies in its register, for each P of the pass */
static void fold(Machine *m, const Step *t)
{
  struct Quadratic *q = t->quadratic;
  int64_t count = m->program->reg[t->operand[P].reg].count, n = q->row.size, sd = q->row.stride[P], se = q->column.stride[P];
  const double *p = m->base[t->operand[P].reg].f;
  q->finite = isfinite(m->vec->sum(count, p));
  if (!q->finite) return;
  memcpy(t->prepared, p, (size_t)count * sizeof *p);
  const Instr *i = t->instr;
  int64_t index[PROGRAM_MAX_AXES] = { 0 }, at = t->operand[P].offset;
  for (bool more = true; more;) {
    for (int64_t d = 0; d < n; d++)
      for (int64_t e = 0; e < d; e++) {
        t->prepared[at + d * sd + e * se] = p[at + d * sd + e * se] + p[at + e * sd + d * se];
        t->prepared[at + e * sd + d * se] = 0;
      }
    int j = i->space.naxes - 2;                    /* the other axes, a slice's, too */
    for (; j >= 0; j--) {
      if (i->reduced >> j & 1 || i->src[1].stride[j] == 0) continue;
      at += i->src[1].stride[j];
      if (++index[j] < i->space.size[j]) break;
      at -= i->space.size[j] * i->src[1].stride[j];
      index[j] = 0;
    }
    more = j >= 0;
  }
}

static void run_fast(Call *c, const Walk *w)
{
  const Step *t = c->step;
  const struct Quadratic *q = t->quadratic;
  const VectorKernels *v = c->worker->machine->vec;
  const double *y = c->p[Y].f + w->offset[Y], *m = t->prepared + (c->p[P].f - c->worker->machine->base[t->operand[P].reg].f) + w->offset[P];
  int64_t n = q->row.size, pitch = q->column.stride[Y], sd = q->row.stride[P], se = q->column.stride[P];
  double *z = c->worker->scratch;
  for (int64_t d = 0; d < n; d += ROWS) {
    int64_t rows = n - d < ROWS ? n - d : ROWS;
    v->gemm_rows(rows, c->m, d + rows, 1, m + d * sd, sd, se, y, pitch, z, c->m, false, -INFINITY);
    v->dot_columns(c->m, rows, t->instr->alpha, y + d * pitch, pitch, z, c->m, c->p[0].f + w->offset[0], d > 0);
  }
}

static double summed(const struct Quadratic *q, const double *y, const double *p)
{
  double sum = 0;
  for (int64_t d = 0; d < q->row.size; d++) {
    double z = 0, x = y[d * q->column.stride[Y]];
    for (int64_t e = 0; e < q->row.size; e++) {
      double a = y[e * q->column.stride[Y]], b = p[d * q->row.stride[P] + e * q->column.stride[P]];
      z += a == 0 || b == 0 ? 0 : a * b;
    }
    sum += x == 0 || z == 0 ? 0 : x * z;
  }
  return sum;
}

static void run_quadratic(Call *c)
{
  const Step *t = c->step;
  const struct Quadratic *q = t->quadratic;
  Walk w = { 0 };
  do
    if (q->finite) run_fast(c, &w);
    else for (int64_t k = 0; k < c->m; k++) c->p[0].f[w.offset[0] + k] = t->instr->alpha * summed(q, c->p[Y].f + w.offset[Y] + k, c->p[P].f + w.offset[P]);
  while (walk_next(&w, q->kept, q->nkept, c->m));
}

bool load_quadratic(Machine *m, Step *t)
{
  struct Quadratic *q = t->quadratic = ARENA_NEW(m->arena, struct Quadratic);
  for (int j = 0; j < t->nloops; j++) {
    const Loop *l = &t->loop[j];
    if (l->tile) continue;
    if (!l->reduced) q->kept[q->nkept++] = *l;
    else if (l->stride[Y] != 0) q->column = *l;
    else q->row = *l;
  }
  t->prepared_count = m->program->reg[t->operand[P].reg].count;
  t->scratch = ROWS * m->program->section[t->section].tile;
  t->prepare = fold;
  t->run = run_quadratic;
  return true;
}
