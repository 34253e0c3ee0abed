/* blend.c: u := sum of x * b;  y := n - x;  v := sum of y * c;  z := u + v   is one product of x with b - c, to which n times the sum of c is added
 * (OP_BLEND). So much for the logarithm of a chance that is raised to x, and of its complement raised to n - x; wherever two things
 * share what there is. Where b or c is not finite the machine takes both products as they stand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"
#include <math.h>

/* the only instruction that writes this tile register; -1: there are more, or none */
static int writer_of(const Program *p, const Section *s, int reg)
{
  int at = -1;
  if (p->reg[reg].kind != REG_TILE) return -1;
  for (int k = 0; k < s->ninstr; k++) {
    if (s->instr[k].dst[1].reg == reg || (s->instr[k].dst[0].reg == reg && at >= 0)) return -1;
    if (s->instr[k].dst[0].reg == reg) at = k;
  }
  return at;
}

static int reads_of(const Section *s, int reg)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) for (int a = 0; a < PROGRAM_MAX_SRC; a++) n += s->instr[k].src[a].reg == reg;
  return n;
}

/* a sum of products that nobody but the next reads, of something of the tile and something that it does not move */
static const Instr *product(const Program *p, const Section *s, const View *result, int *moved)
{
  int at = writer_of(p, s, result->reg);
  if (at < 0 || reads_of(s, result->reg) != 1) return NULL;
  const Instr *c = &s->instr[at];
  int tile = c->space.naxes - 1;
  if (c->op != OP_CONTRACT || !c->space.tiled || c->reduced >> tile & 1 || c->src[2].reg || c->alpha != 1 || c->accumulate) return NULL;
  *moved = c->src[0].stride[tile] != 0 ? 0 : 1;
  const View *fixed = &c->src[1 - *moved];
  if (c->guard >> *moved & 1) return NULL;                /* infinite data */
  return c->src[*moved].stride[tile] != 0 && fixed->stride[tile] == 0 && p->reg[fixed->reg].kind != REG_TILE ? c : NULL;
}

/* what c reads through this view, where it was copied from */
static View origin(const Program *p, const Section *s, const Instr *c, View v)
{
  int at = writer_of(p, s, v.reg);
  View from;
  return at >= 0 && s->instr[at].op == OP_COPY && view_carried(&s->instr[at], &s->instr[at].dst[0], &s->instr[at].src[0], c, &v, &from) ? from : v;
}

/* y of one product is a number less x of the other */
static bool complements(const Program *p, const Section *s, const Instr *u, const View *x, const Instr *v, const View *y, double *number)
{
  int at = writer_of(p, s, y->reg);
  const Instr *m = at < 0 ? NULL : &s->instr[at];
  View same, here = origin(p, s, u, *x);
  if (!m || m->op != OP_SUB || p->reg[m->src[0].reg].kind != REG_CONSTANT || p->reg[m->src[0].reg].count != 1) return false;
  *number = *p->reg[m->src[0].reg].value;
  if (!isfinite(*number) || !view_carried(m, &m->dst[0], &m->src[1], v, y, &same)) return false;
  same = origin(p, s, v, same);
  return view_equal(&same, &here, u->space.naxes);
}

static bool blends(Program *p, Section *s, int at)
{
  const Instr *add = &s->instr[at];
  if (add->op != OP_ADD || !add->space.tiled || add->src[0].reg == add->src[1].reg) return false;
  for (int a = 0; a < 2; a++) {
    int ux, vy;
    const Instr *u = product(p, s, &add->src[a], &ux), *v = product(p, s, &add->src[1 - a], &vy);
    if (!u || !v || u > add || v > add || !space_equal(&u->space, &v->space) || u->reduced != v->reduced) continue;
    const View *b = &u->src[1 - ux], *c = &v->src[1 - vy];
    View like = *c, to, other;
    double number;
    like.reg = b->reg;
    if (!view_equal(b, &like, u->space.naxes) || p->reg[b->reg].count != p->reg[c->reg].count || !complements(p, s, u, &u->src[ux], v, &v->src[vy], &number)) continue;
    if (!view_carried(add, &add->src[a], &add->dst[0], u, &u->dst[0], &to) || !view_carried(add, &add->src[1 - a], &add->dst[0], v, &v->dst[0], &other)) continue;
    if (!view_equal(&to, &other, u->space.naxes) || p->reg[to.reg].kind != REG_TILE) continue;
    Instr r = { .op = OP_BLEND, .space = u->space, .reduced = u->reduced, .alpha = number, .dst = { to }, .src = { u->src[ux], *b, *c }, .what = add->what };
    const int lost = v->src[vy].reg, unused[] = { u->dst[0].reg, v->dst[0].reg, reads_of(s, lost) == 1 ? lost : 0 };
    s->instr[at] = r;
    int kept = 0;
    for (int k = 0; k < s->ninstr; k++) {
      bool gone = false;
      for (int n = 0; n < 3; n++) gone |= unused[n] && s->instr[k].dst[0].reg == unused[n];
      if (!gone) s->instr[kept++] = s->instr[k];
    }
    s->ninstr = kept;
    return true;
  }
  return false;
}

void program_blend(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int k = 0; k < s->ninstr; k++) if (blends(p, s, k)) k = -1;
}
