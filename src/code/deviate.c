/* deviate.c: differences that nobody keeps.
 *
 * y[k,d] := x[d] - mu[k,d];  q[k,d] := y[k,d]^2;  s[k] := sum{d} q[k,d] w[k,d];  m[k,d] += sum over the tile of y[k,d] r[k]
 * write and read components x columns x rows several times. Where all readers of y and q are such sums, each makes the
 * differences in registers (OP_DEVIATION), and y and q are gone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

typedef struct Deviator {
  const Program *p;
  const Section *s;
  int at;                                        /* of a - b */
  const View *a, *b;
  bool minus;                                    /* it was b - a */
  int nuse;
  struct { int at; Instr instr; } use[16];
  int ngone, gone[8];
} Deviator;

static bool reads(const Instr *i, int reg) { for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (i->src[a].reg == reg) return true; return false; }
static bool writes(const Instr *i, int reg) { return i->dst[0].reg == reg || i->dst[1].reg == reg; }

static int writers(const Section *s, int reg)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) n += writes(&s->instr[k], reg);
  return n;
}

/* the same axes in the same order, by sizes and strides */
static bool same_view(const Instr *i, const View *u, const Instr *j, const View *v)
{
  if (i->space.naxes != j->space.naxes || u->offset != v->offset) return false;
  for (int k = 0; k < i->space.naxes; k++) if (i->space.size[k] != j->space.size[k] || u->stride[k] != v->stride[k]) return false;
  return true;
}

/* a sum of what lies in reg, f(a - b) of this power, as one instruction */
static bool as_deviation(Deviator *d, int at, int reg, int power)
{
  const Instr *m = &d->s->instr[d->at], *i = &d->s->instr[at];
  int tile = i->space.naxes - 1, other = -1;
  if ((i->op != OP_SUM && i->op != OP_CONTRACT) || !i->reduced || i->accumulate || d->nuse == 16) return false;
  const View *v = i->src[0].reg == reg ? &i->src[0] : &i->src[1];
  if (i->op == OP_CONTRACT) {
    if (i->src[2].reg) return false;
    if (i->src[0].reg == i->src[1].reg) {
      if (power != 1 || !same_view(i, &i->src[0], i, &i->src[1])) return false;
      power = 2;
    } else other = v == &i->src[0] ? 1 : 0;
  }
  if (i->guard && (other < 0 || i->guard != 1u << other)) return false;
  Instr r = { .op = OP_DEVIATION, .space = i->space, .reduced = i->reduced, .alpha = i->alpha, .power = power, .what = i->what };
  r.dst[0] = i->dst[0];
  if (!view_carried(m, &m->dst[0], d->a, i, v, &r.src[0]) || !view_carried(m, &m->dst[0], d->b, i, v, &r.src[1])) return false;
  for (int j = 0; j < tile; j++) if (i->space.size[j] > 1 && v->stride[j] == 0) return false;    /* made again for each value of another axis */
  if (other >= 0) {
    r.src[2] = i->src[other];
    bool over_tile = i->reduced >> tile & 1;
    if (r.src[2].stride[tile] != over_tile) return false;
    if (i->guard) r.guard = 4;
    if (r.guard && (over_tile || d->p->reg[r.src[2].reg].kind == REG_TILE)) return false;
  }
  if (d->minus && power == 1) r.alpha = -r.alpha;
  d->use[d->nuse].at = at;
  d->use[d->nuse++].instr = r;
  return true;
}

/* all that reads this register */
static bool uses_of(Deviator *d, int reg, int power)
{
  for (int k = 0; k < d->s->ninstr; k++) {
    const Instr *i = &d->s->instr[k];
    if (!reads(i, reg)) continue;
    bool maps = power == 1 && (i->op == OP_SQUARE || i->op == OP_ABS);
    if (!maps) { if (!as_deviation(d, k, reg, power)) return false; continue; }
    int q = i->dst[0].reg;
    if (d->p->reg[q].kind != REG_TILE || writers(d->s, q) != 1 || d->ngone == 8 || !same_view(i, &i->src[0], &d->s->instr[d->at], &d->s->instr[d->at].dst[0])
        || !same_view(i, &i->src[0], i, &i->dst[0])) return false;
    d->gone[d->ngone++] = k;
    if (!uses_of(d, q, i->op == OP_SQUARE ? 2 : 0)) return false;
  }
  return true;
}

static bool find(Deviator *d)
{
  const Instr *m = &d->s->instr[d->at];
  int tile = m->space.naxes - 1, y = m->dst[0].reg;
  if (m->op != OP_SUB || d->p->reg[y].kind != REG_TILE || writers(d->s, y) != 1) return false;
  for (int side = 0; side < 2; side++) {
    d->a = &m->src[side];
    d->b = &m->src[1 - side];
    d->minus = side == 1;
    d->nuse = 0;
    d->ngone = 0;
    d->gone[d->ngone++] = d->at;
    if (d->p->reg[d->a->reg].kind != REG_TILE || d->p->reg[d->b->reg].kind == REG_TILE || d->b->stride[tile] != 0) continue;
    return writers(d->s, d->a->reg) == 1 && uses_of(d, y, 1) && d->nuse > 0;
  }
  return false;
}

void program_deviate(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int k = 0; k < s->ninstr; k++) {
    Deviator d = { .p = p, .s = s, .at = k };
    if (!find(&d)) continue;
    for (int u = 0; u < d.nuse; u++) s->instr[d.use[u].at] = d.use[u].instr;
    for (int g = 0; g < d.ngone; g++) s->instr[d.gone[g]].space.naxes = -1;
    int kept = 0;
    for (int q = 0; q < s->ninstr; q++) if (s->instr[q].space.naxes >= 0) s->instr[kept++] = s->instr[q];
    s->ninstr = kept;
    k = -1;
  }
}
