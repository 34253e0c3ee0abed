/* quadratic.c: z[d] := sum{e} y[e] * P[d, e];  q := sum{d} y[d] * z[d]   is one instruction (OP_QUADRATIC) where nobody else reads z. A quadratic form does not
 * see more of P than P[d, e] + P[e, d], so that a triangle of sums serves, which is half the work, and z need not be kept.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

enum { SIDE_LEAST = 12 };                          /* with fewer rows the triangle has hardly less than the square */

/* the only instruction that writes this tile register and the only one that reads it; false: there are others */
static bool is_handed_on(const Program *p, const Section *s, int reg, int *writer)
{
  int writes = 0, reads = 0;
  if (p->reg[reg].kind != REG_TILE) return false;
  for (int k = 0; k < s->ninstr; k++) {
    for (int d = 0; d < PROGRAM_MAX_DST; d++) if (s->instr[k].dst[d].reg == reg) { *writer = k; writes++; }
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) reads += s->instr[k].src[a].reg == reg;
  }
  return writes == 1 && reads == 1;
}

/* a plain sum over one axis that is not the tile; -1 otherwise */
static int summed_axis(const Instr *i)
{
  int tile = i->space.naxes - 1, axis = -1;
  if (i->op != OP_CONTRACT || !i->space.tiled || i->src[2].reg || i->accumulate || i->alpha != 1) return -1;
  for (int j = 0; j < i->space.naxes; j++) {
    if (!(i->reduced >> j & 1)) continue;
    if (axis >= 0 || j == tile) return -1;
    axis = j;
  }
  return axis;
}

/* the product z at `at` of y and P as the form that instruction `q` sums up, in the space of z */
static bool form(const Program *p, const Instr *z, const Instr *q, int a, Instr *out)
{
  int e = summed_axis(z), over = summed_axis(q), tile = z->space.naxes - 1;
  View y = q->src[1 - a], to;
  if (e < 0 || over < 0 || p->reg[y.reg].kind != REG_TILE || q->space.naxes != tile || p->reg[q->dst[0].reg].kind != REG_TILE) return false;
  for (int b = 0; b < 2; b++) {
    const View *x = &z->src[b], *m = &z->src[1 - b];
    if (x->reg != y.reg || x->offset != y.offset || p->reg[m->reg].kind == REG_TILE || m->stride[tile] != 0) continue;
    if (!view_carried(q, &q->src[a], &y, z, &z->dst[0], &to) || to.stride[tile] != 1 || x->stride[tile] != 1) continue;
    int d = -1;                                    /* the axis that q sums: y moves along it as x does along e */
    for (int j = 0; j < tile; j++) {
      if (j == e || to.stride[j] == x->stride[j]) continue;
      if (d >= 0 || x->stride[j] != 0) return false;
      d = j;
    }
    if (d < 0 || z->space.size[d] != z->space.size[e] || z->space.size[d] < SIDE_LEAST || to.stride[d] != x->stride[e] || x->stride[e] < 1 || q->src[a].stride[over] != z->dst[0].stride[d]) continue;
    View result = { .reg = q->dst[0].reg, .offset = q->dst[0].offset };
    if (!view_carried(q, &q->src[a], &q->dst[0], z, &z->dst[0], &result) || result.stride[d] != 0) continue;
    *out = (Instr){ .op = OP_QUADRATIC, .space = z->space, .reduced = 1u << d | 1u << e, .alpha = 1, .dst = { result }, .src = { *x, *m }, .what = q->what };
    return true;
  }
  return false;
}

void program_quadratic(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int k = 0; k < s->ninstr; k++)
    for (int a = 0; a < 2; a++) {
      int at = 0;
      Instr f;
      if (s->instr[k].op != OP_CONTRACT || !is_handed_on(p, s, s->instr[k].src[a].reg, &at) || at > k || !form(p, &s->instr[at], &s->instr[k], a, &f)) continue;
      s->instr[k] = f;
      for (int q = at; q + 1 < s->ninstr; q++) s->instr[q] = s->instr[q + 1];
      s->ninstr--;
      k = -1;
      break;
    }
}
