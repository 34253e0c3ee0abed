/* share.c: what a pass does twice, or in more steps than it needs; before instructions are given storage.
 *
 * Twins. An instruction that repeats another one, operand by operand, goes; its readers take what the other made. Nodes of the
 * compiler are shared by themselves; the same data read along two axes, p[u[n], r] and p[u[n], s], are not the same node.
 *
 * Sums of sums. Two accumulators that are read only to be added, element by element, are one: both add to it.
 *
 * Rows. v[d] := x[t,d];  q[k] := sum{d} v[d] * b[k,d]   multiplies rows of data that were turned into columns. If nobody else wants
 * these, the product takes the rows as they lie.
 *
 * Outer products. v[i,j] := a[i] * b[j];  H[z,i,j] += v[i,j]   is scattered from a and b, without v.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

static void drop(Section *s, int at)
{
  for (int k = at; k + 1 < s->ninstr; k++) s->instr[k] = s->instr[k + 1];
  s->ninstr--;
}

static int writes(const Section *s, int reg, int from, int to)
{
  int n = 0;
  for (int k = from; k < to; k++) for (int d = 0; d < PROGRAM_MAX_DST; d++) n += s->instr[k].dst[d].reg == reg;
  return n;
}

static int reads(const Section *s, int reg)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) for (int a = 0; a < PROGRAM_MAX_SRC; a++) n += s->instr[k].src[a].reg == reg;
  return n;
}

/* ---- twins ---- */

static bool repeats(const Program *p, const Section *s, int first, int second)
{
  const Instr *a = &s->instr[first], *b = &s->instr[second];
  OpClass c = op_info[a->op].class_;
  int n = a->space.naxes;
  if (a->op != b->op || (c != CLASS_MAP && c != CLASS_SHAPE && c != CLASS_GATHER) || !space_equal(&a->space, &b->space)) return false;
  if (a->axis != b->axis || a->kernel != b->kernel || a->index_stride != b->index_stride || a->reduced != b->reduced || a->dst[1].reg || b->dst[1].reg) return false;
  for (int q = 0; q < PROGRAM_MAX_SRC; q++)
    if (!view_equal(&a->src[q], &b->src[q], n) || (a->src[q].reg && writes(s, a->src[q].reg, first, second) > 0)) return false;
  const Register *x = &p->reg[a->dst[0].reg], *y = &p->reg[b->dst[0].reg];
  View moved = b->dst[0];
  moved.reg = a->dst[0].reg;
  return x->kind == REG_TILE && y->kind == REG_TILE && x->count == y->count && x->type == y->type && x->limit == y->limit && view_equal(&a->dst[0], &moved, n)
         && writes(s, a->dst[0].reg, 0, s->ninstr) == 1 && writes(s, b->dst[0].reg, 0, s->ninstr) == 1;
}

static void drop_twins(Program *p, Section *s)
{
  for (int k = 1; k < s->ninstr; k++)
    for (int first = 0; first < k; first++) {
      if (!repeats(p, s, first, k)) continue;
      int from = s->instr[k].dst[0].reg, to = s->instr[first].dst[0].reg;
      for (int q = 0; q < s->ninstr; q++) for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (s->instr[q].src[a].reg == from) s->instr[q].src[a].reg = to;
      drop(s, k--);
      break;
    }
}

/* ---- sums of sums ---- */

/* Symmetric products are made faster alone: one triangle from the other. */
static bool adds_up(const Instr *i)
{
  return i->op == OP_SUM || (i->op == OP_CONTRACT && i->src[0].reg != i->src[1].reg) || i->op == OP_DEVIATION || i->op == OP_SCATTER_ADD;
}

/* the pass that adds to this register and does nothing else with it; -1: there is none */
static int sole_adder(const Program *p, int reg)
{
  int found = -1;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    for (int k = 0; k < s->ninstr; k++) {
      const Instr *i = &s->instr[k];
      if (i->dst[1].reg == reg) return -1;
      if (i->dst[0].reg != reg) continue;
      if (s->kind != SECTION_PASS || !adds_up(i) || i->dst[0].stride[i->space.naxes - 1] != 0 || (found >= 0 && found != n)) return -1;
      found = n;
    }
  }
  return found;
}

static int reads_anywhere(const Program *p, int reg)
{
  int n = 0;
  for (int k = 0; k < p->nsection; k++) n += reads(&p->section[k], reg);
  return n;
}

void program_join(Program *p)
{
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      Instr *i = &p->section[n].instr[k];
      int a = i->src[0].reg, b = i->src[1].reg;
      const Register *x = &p->reg[a], *y = &p->reg[b];
      if (i->op != OP_ADD || a == b || x->kind != REG_WHOLE || y->kind != REG_WHOLE || x->slot >= 0 || y->slot >= 0 || x->naxes != y->naxes) continue;
      bool same = i->src[0].offset == i->src[1].offset && reads_anywhere(p, a) == 1 && reads_anywhere(p, b) == 1;
      for (int j = 0; j < x->naxes; j++) same &= x->size[j] == y->size[j];
      for (int j = 0; j < i->space.naxes; j++) same &= i->src[0].stride[j] == i->src[1].stride[j];
      int pass = same ? sole_adder(p, a) : -1;
      if (pass < 0 || p->section[pass].by_column || pass != sole_adder(p, b)) continue;
      for (int q = 0; q < p->section[pass].ninstr; q++) if (p->section[pass].instr[q].dst[0].reg == b) p->section[pass].instr[q].dst[0].reg = a;
      i->op = OP_COPY;
      i->src[1] = (View){ 0 };
    }
}

/* ---- outer products ---- */

/* the axes, without the tile, along which the view moves */
static unsigned moves_along(const Instr *i, const View *v)
{
  unsigned axes = 0;
  for (int j = 0; j < i->space.naxes - 1; j++) if (v->stride[j] != 0 && i->space.size[j] > 1) axes |= 1u << j;
  return axes;
}

static bool scatter_parts(const Program *p, Section *s, int at)
{
  Instr *c = &s->instr[at];
  int tile = c->space.naxes - 1, reg = c->src[0].reg, writer = -1;
  if (c->op != OP_SCATTER_ADD || c->src[1].reg || c->src[3].reg || p->reg[reg].kind != REG_TILE || moves_along(c, &c->src[2])) return false;
  if (reads(s, reg) != 1 || writes(s, reg, 0, s->ninstr) != 1) return false;
  for (int k = 0; k < at; k++) if (s->instr[k].dst[0].reg == reg) writer = k;
  if (writer < 0) return false;
  const Instr *m = &s->instr[writer];
  View part[2];
  if (m->op != OP_MUL) return false;
  for (int q = 0; q < 2; q++) {
    if (p->reg[m->src[q].reg].kind != REG_TILE || writes(s, m->src[q].reg, writer, at) > 0) return false;
    if (!view_carried(m, &m->dst[0], &m->src[q], c, &c->src[0], &part[q]) || part[q].stride[tile] != 1) return false;
  }
  unsigned x = moves_along(c, &part[0]), y = moves_along(c, &part[1]);
  if (x == 0 || y == 0 || (x & y)) return false;
  c->src[0] = part[0];
  c->src[1] = part[1];
  drop(s, writer);
  return true;
}

/* ---- rows ---- */

enum { MOST_FACTOR = 4096, LEAST_RESULTS = 3, MOST_READERS = 2 };    /* vm/contract.c: TURNED */

/* may this product read what the copy reads? From which source, and through which view */
static bool takes_rows(const Program *p, const Instr *copy, const Instr *c, int *source, View *rows)
{
  int tile = c->space.naxes - 1, reg = copy->dst[0].reg;
  if (c->op != OP_CONTRACT || !c->space.tiled || tile != 2 || (c->reduced != 1 && c->reduced != 2) || c->src[2].reg || c->src[0].reg == c->src[1].reg) return false;
  int summed = c->reduced == 1 ? 0 : 1;
  *source = c->src[0].reg == reg ? 0 : 1;
  const View *other = &c->src[1 - *source];
  if (p->reg[other->reg].kind == REG_TILE || other->stride[tile] != 0 || other->stride[1 - summed] == 0 || other->stride[summed] == 0) return false;
  if (c->space.size[1 - summed] < LEAST_RESULTS || c->space.size[0] * c->space.size[1] > MOST_FACTOR) return false;
  return view_carried(copy, &copy->dst[0], &copy->src[0], c, &c->src[*source], rows) && rows->stride[summed] == 1 && rows->stride[1 - summed] == 0;
}

static bool read_rows(const Program *p, Section *s, int at)
{
  const Instr copy = s->instr[at];
  int reg = copy.dst[0].reg, source, n = reads(s, reg);
  if (copy.op != OP_COPY || copy.space.naxes != 2 || p->reg[reg].kind != REG_TILE || p->reg[copy.src[0].reg].kind == REG_TILE) return false;
  if (copy.src[0].stride[0] != 1 || copy.src[0].stride[1] <= 1 || n == 0 || n > MOST_READERS || writes(s, reg, 0, s->ninstr) != 1) return false;
  for (int turn = 0; turn < 2; turn++)                  /* all of them, or none */
    for (int k = 0; k < s->ninstr; k++) {
      Instr *c = &s->instr[k];
      bool reader = false;
      for (int a = 0; a < PROGRAM_MAX_SRC; a++) reader |= c->src[a].reg == reg;
      if (!reader) continue;
      View rows;
      if (!takes_rows(p, &copy, c, &source, &rows)) return false;
      if (turn) c->src[source] = rows;
    }
  drop(s, at);
  return true;
}

void program_share(Program *p)
{
  for (int n = 0; n < p->nsection; n++) {
    Section *s = &p->section[n];
    if (s->kind != SECTION_PASS) continue;
    drop_twins(p, s);
    for (int k = 0; k < s->ninstr; k++) if (scatter_parts(p, s, k)) k--;
    for (int k = 0; k < s->ninstr; k++) if (read_rows(p, s, k)) k--;
  }
}
