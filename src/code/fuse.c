/* fuse.c: instructions rewritten before they are given storage.
 *
 * Weights. v[d] := x[i,d] * u;  H[d,e] += sum over the tile of v[d] * x[i,e]   becomes one weighted contraction.
 *
 * Rows of data lie the wrong way for a tile register: v would be a turned copy. As a weight of the summed tile, u scales the
 * rows as they lie. And the sums of v[k,d] * x[e] with v[k,d] := x[d] * u[k] are symmetric in d and e, for each k, which the machine sees of a weight.
 *
 * Sums of differences. s[k] := sum of f(a - b) * c;  z[k] := s[k] * number + e[k]   is made in the registers that hold the sum.
 *
 * Quotients by one denominator. Dividing costs as much as ten products: where 1 / b is at hand, or more than one thing is
 * divided by b, a / b is a times 1 / b, where that is not infinite.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"
#include <math.h>

/* the only instruction that writes and the only one that reads this register; false if there are more */
static bool only_uses(const Section *s, int reg, int *writer, int *reader)
{
  int writes = 0, reads = 0;
  for (int k = 0; k < s->ninstr; k++) {
    const Instr *i = &s->instr[k];
    for (int d = 0; d < PROGRAM_MAX_DST; d++) if (i->dst[d].reg == reg) { *writer = k; writes++; }
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (i->src[a].reg == reg) { *reader = k; reads++; }
  }
  return writes == 1 && reads == 1;
}

static bool is_tile_vector(const Instr *i, const View *v)
{
  for (int j = 0; j < i->space.naxes - 1; j++) if (v->stride[j] != 0) return false;
  return v->stride[i->space.naxes - 1] == 1 && v->offset == 0;
}

static bool is_row_major(const Program *p, const Instr *i, const View *v)
{
  bool contiguous = false;
  for (int j = 0; j < i->space.naxes - 1; j++) contiguous |= v->stride[j] == 1;
  return v->reg && p->reg[v->reg].kind != REG_TILE && contiguous && v->stride[i->space.naxes - 1] > 1;
}

bool view_carried(const Instr *m, const View *w, const View *x, const Instr *c, const View *v, View *out)
{
  *out = (View){ .reg = x->reg, .offset = x->offset };
  if (v->offset != w->offset) return false;
  bool taken[PROGRAM_MAX_AXES] = { false };
  for (int j = 0; j < c->space.naxes - 1; j++) {
    if (v->stride[j] == 0) continue;
    int found = -1;
    for (int k = 0; k < m->space.naxes - 1; k++)
      if (!taken[k] && w->stride[k] == v->stride[j] && m->space.size[k] == c->space.size[j]) found = k;
    if (found < 0) return false;
    taken[found] = true;
    out->stride[j] = x->stride[found];
  }
  for (int k = 0; k < m->space.naxes - 1; k++) if (!taken[k] && m->space.size[k] > 1) return false;
  out->stride[c->space.naxes - 1] = x->stride[m->space.naxes - 1];
  return true;
}

/* where a tile was copied from, which nobody writes */
static View source_of(const Program *p, const Section *s, const Instr *c, View v)
{
  int writer = -1;
  View from;
  if (p->reg[v.reg].kind != REG_TILE) return v;
  for (int k = 0; k < s->ninstr; k++) {
    if (s->instr[k].dst[0].reg != v.reg && s->instr[k].dst[1].reg != v.reg) continue;
    if (writer >= 0) return v;
    writer = k;
  }
  const Instr *m = writer < 0 ? NULL : &s->instr[writer];
  return m && m->op == OP_COPY && p->reg[m->src[0].reg].kind == REG_INPUT && view_carried(m, &m->dst[0], &m->src[0], c, &v, &from) ? from : v;
}

/* the same elements, along an axis each of its own, weighed by something that neither moves: sums of them are symmetric */
static bool is_mirrored(const Instr *c, const View *x, const View *y, const View *weight)
{
  int own[2] = { -1, -1 };
  if (x->reg != y->reg || x->offset != y->offset) return false;
  for (int j = 0; j < c->space.naxes; j++) {
    if (x->stride[j] == y->stride[j]) continue;
    int side = x->stride[j] == 0;
    if (own[side] >= 0 || (x->stride[j] != 0 && y->stride[j] != 0) || weight->stride[j] != 0) return false;
    own[side] = j;
  }
  return own[0] >= 0 && own[1] >= 0 && c->space.size[own[0]] == c->space.size[own[1]] && x->stride[own[0]] == y->stride[own[1]];
}

/* v is what this instruction makes of x and a weight of the tile for each place along other axes */
static bool weigh_mirrored(const Program *p, const Section *s, Instr *c, int a, const Instr *m)
{
  int tile = c->space.naxes - 1;
  View x, weight, other = source_of(p, s, c, c->src[1 - a]);
  for (int u = 0; u < 2; u++) {
    if (p->reg[m->src[u].reg].kind != REG_TILE || m->src[u].stride[m->space.naxes - 1] != 1) continue;
    if (!view_carried(m, &m->dst[0], &m->src[1 - u], c, &c->src[a], &x) || !view_carried(m, &m->dst[0], &m->src[u], c, &c->src[a], &weight)) continue;
    x = source_of(p, s, c, x);
    if (weight.stride[tile] != 1 || !is_mirrored(c, &x, &other, &weight)) continue;
    c->guard = (c->guard >> (1 - a) & 1 ? 3u : 0) | (c->guard >> a & 1 ? 4u : 0);     /* x is the other one: it may be infinite where that may */
    c->src[0] = x;
    c->src[1] = other;
    c->src[2] = weight;
    return true;
  }
  return false;
}

static bool weigh(const Program *p, Section *s, int at, int *gone)
{
  Instr *c = &s->instr[at];
  int tile = c->space.naxes - 1;
  if (c->op != OP_CONTRACT || c->src[2].reg || c->reduced != 1u << tile) return false;
  for (int a = 0; a < 2; a++) {
    int reg = c->src[a].reg, writer = 0, reader = 0;
    if (p->reg[reg].kind != REG_TILE || !only_uses(s, reg, &writer, &reader) || writer > at) continue;
    const Instr *m = &s->instr[writer];
    if (m->op != OP_MUL && m->op != OP_MUL0) continue;
    bool kept = true;                        /* what it reads must still be there */
    for (int k = writer; k < at; k++)
      for (int d = 0; d < PROGRAM_MAX_DST; d++) kept &= s->instr[k].dst[d].reg == 0 || (s->instr[k].dst[d].reg != m->src[0].reg && s->instr[k].dst[d].reg != m->src[1].reg);
    if (kept && weigh_mirrored(p, s, c, a, m)) {
      *gone = writer;
      return true;
    }
    int u = is_tile_vector(m, &m->src[1]) ? 1 : 0;
    View x, weight = { .reg = m->src[u].reg };
    weight.stride[tile] = 1;
    if (!is_tile_vector(m, &m->src[u]) || !is_row_major(p, m, &m->src[1 - u]) || p->reg[weight.reg].kind != REG_TILE) continue;
    if (!kept || !view_carried(m, &m->dst[0], &m->src[1 - u], c, &c->src[a], &x)) continue;
    View other = c->src[1 - a];
    c->guard = (c->guard >> (1 - a) & 1 ? 2u : 0) | (c->guard >> a & 1 ? 4u : 0);     /* what may be infinite of a product of data is the weight */
    c->src[0] = x;
    c->src[1] = other;
    c->src[2] = weight;
    *gone = writer;
    return true;
  }
  return false;
}

/* ---- quotients ---- */

static bool divides(const Instr *i) { return i->space.tiled && (i->op == OP_DIV0 || i->op == OP_RECIP); }
static const View *denominator(const Instr *i) { return &i->src[i->op == OP_RECIP ? 0 : 1]; }

static bool same_elements(const Instr *i, const View *a, const Instr *j, const View *b)
{
  if (a->reg != b->reg || a->offset != b->offset || i->space.naxes != j->space.naxes) return false;
  for (int k = 0; k < i->space.naxes; k++) if (i->space.size[k] != j->space.size[k] || a->stride[k] != b->stride[k]) return false;
  return true;
}

static bool written_between(const Section *s, int from, int to, int reg)
{
  for (int k = from; k < to; k++) if (s->instr[k].dst[0].reg == reg || s->instr[k].dst[1].reg == reg) return true;
  return false;
}

/* a natural view of a fresh tile register over the space of i */
static View fresh_tile(Program *p, int section, const Instr *i)
{
  int n = i->space.naxes - 1;
  View v = { .reg = program_reg_tile(p, section, ELEM_F64, n, i->space.size, NULL) };
  int64_t step = 1;
  for (int k = n - 1; k >= 0; k--) { v.stride[k] = step; step *= i->space.size[k]; }
  v.stride[n] = 1;
  return v;
}

static void insert(Program *p, int section, int at, Instr i)
{
  program_emit(p, section, &i);
  Section *s = &p->section[section];
  for (int k = s->ninstr - 1; k > at; k--) s->instr[k] = s->instr[k - 1];
  s->instr[at] = i;
}

/* divisions by what instruction `at` divides by: one reciprocal for all */
static void share_reciprocal(Program *p, int section, int at)
{
  Section *s = &p->section[section];
  Instr first = s->instr[at];
  View b = *denominator(&first), r = first.dst[0];
  bool made = first.op == OP_RECIP && p->reg[r.reg].kind == REG_TILE;
  int end = at, found = 0;
  while (++end < s->ninstr && !written_between(s, at, end, b.reg) && !(made && written_between(s, at + 1, end, r.reg)))
    found += divides(&s->instr[end]) && same_elements(&first, &b, &s->instr[end], denominator(&s->instr[end]));
  if (found == 0) return;
  if (!made) {
    r = fresh_tile(p, section, &first);
    insert(p, section, at, (Instr){ .op = OP_RECIP, .space = first.space, .dst = { r }, .src = { b } });
    end++;
  }
  for (int k = at + 1; k < end; k++) {
    Instr *i = &s->instr[k];
    if (!divides(i) || !same_elements(&first, &b, i, denominator(i))) continue;
    i->src[i->op == OP_RECIP ? 0 : 2] = r;
    i->op = i->op == OP_RECIP ? OP_COPY : OP_QUOTIENT;
  }
}

/* ---- a factor of a sum of differences, and what is added to it ---- */

static bool is_number(const Program *p, const View *v) { return p->reg[v->reg].kind == REG_CONSTANT && p->reg[v->reg].count == 1; }

static int writes_of(const Section *s, int reg)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) n += (s->instr[k].dst[0].reg == reg) + (s->instr[k].dst[1].reg == reg);
  return n;
}

/* s := deviation …; z := s * number, or z := s + e for an e that the tile does not move: the deviation writes z */
static bool absorb(Program *p, Section *s, int at)
{
  Instr *d = &s->instr[at];
  int reg = d->dst[0].reg, writer = 0, reader = 0;
  if (d->op != OP_DEVIATION || !d->space.tiled || p->reg[reg].kind != REG_TILE || d->src[3].reg || !only_uses(s, reg, &writer, &reader) || reader < at) return false;
  const Instr *m = &s->instr[reader];
  int a = m->src[0].reg == reg ? 0 : 1;
  const View *other = &m->src[1 - a];
  View to, e = { 0 };
  if ((m->op != OP_MUL && m->op != OP_ADD) || p->reg[m->dst[0].reg].kind != REG_TILE || writes_of(s, m->dst[0].reg) != 1) return false;
  if (!view_carried(m, &m->src[a], &m->dst[0], d, &d->dst[0], &to)) return false;
  double factor = m->op == OP_MUL && is_number(p, other) ? *p->reg[other->reg].value : 0;
  bool added = m->op == OP_ADD && p->reg[other->reg].kind != REG_TILE && other->stride[m->space.naxes - 1] == 0;
  if (added ? !view_carried(m, &m->src[a], other, d, &d->dst[0], &e) : factor == 0 || !isfinite(factor)) return false;
  if (added) d->src[3] = e;
  else d->alpha = (d->alpha == 0 ? 1 : d->alpha) * factor;
  d->dst[0] = to;
  if (!p->reg[to.reg].label) p->reg[to.reg].label = p->reg[reg].label;      /* for people: but for what is added */
  d->what = m->what ? m->what : d->what;
  for (int q = (int)(m - s->instr); q + 1 < s->ninstr; q++) s->instr[q] = s->instr[q + 1];
  s->ninstr--;
  return true;
}

/* tiles that nobody reads any more */
static void drop_unread(const Program *p, Section *s)
{
  for (int k = s->ninstr - 1; k >= 0; k--) {
    bool wanted = false;
    for (int d = 0; d < PROGRAM_MAX_DST; d++) {
      int reg = s->instr[k].dst[d].reg;
      wanted |= reg && p->reg[reg].kind != REG_TILE;
      for (int q = 0; reg && q < s->ninstr && !wanted; q++) for (int a = 0; a < PROGRAM_MAX_SRC; a++) wanted |= s->instr[q].src[a].reg == reg;
    }
    if (wanted) continue;
    for (int q = k; q + 1 < s->ninstr; q++) s->instr[q] = s->instr[q + 1];
    s->ninstr--;
  }
}

void program_fuse(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int k = 0; k < s->ninstr; k++) while (absorb(p, s, k)) { }
  for (int k = 0; k < s->ninstr; k++) if (divides(&s->instr[k])) share_reciprocal(p, section, k);
  for (int k = 0; k < s->ninstr; k++) {
    int gone;
    if (!weigh(p, s, k, &gone)) continue;
    for (int q = gone; q + 1 < s->ninstr; q++) s->instr[q] = s->instr[q + 1];
    s->ninstr--;
    k--;
  }
  drop_unread(p, s);
}
