/* group.c: which instructions of a pass run slice by slice of one common axis.
 *
 * y[k,d] := x[d] - mu[k,d];  z[k,e] := sum{d} W[k,e,d] y[k,d];  q[k] := sum{d} z[k,d] y[k,d]   as they stand write and read
 * all of y and z before q begins. Run for one k after the other, a slice of y and z stays in the nearest cache, and z,
 * which nobody else reads, needs the storage of one slice alone.
 *
 * A group is a run of neighbours. Each has a lead axis of the same size, along which it makes separate parts of what it
 * writes. A tile register that one of them writes and another touches must be cut into the same slices by both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

enum { MOST = 32, MANY = 128, WIDE = 40, NARROW = 8, FEW = 4 };     /* instructions of a group: the machine binds as many at a time; see slice_width */

static const View *view_at(const Instr *i, int o) { return o < PROGRAM_MAX_DST ? &i->dst[o] : &i->src[o - PROGRAM_MAX_DST]; }

/* a product keeps its rows and columns together; rows of data that are turned into columns stay together as well */
static bool can_lead(const Program *p, const Instr *i, int j)
{
  OpClass c = op_info[i->op].class_;
  if (j == i->space.naxes - 1 || i->space.size[j] < 2 || i->reduced >> j & 1) return false;
  if (i->op == OP_RAMP || i->op == OP_SQDIST || i->op == OP_BLEND || i->op == OP_DEVIATION || i->op == OP_NEAREST || i->op == OP_ROWS_DOT || (i->op == OP_GATHER && i->reduced) || c == CLASS_SCATTER || c == CLASS_MATRIX) return false;
  for (int d = 0; d < PROGRAM_MAX_DST; d++) if (i->dst[d].reg && i->dst[d].stride[j] == 0) return false;
  for (int a = 0; c == CLASS_MAP && a < PROGRAM_MAX_SRC; a++)
    if (i->src[a].reg && p->reg[i->src[a].reg].kind != REG_TILE && i->src[a].stride[i->space.naxes - 1] > 1 && i->src[a].stride[j] == 1) return false;
  return (i->op != OP_CONTRACT && i->op != OP_QUADRATIC) || (i->src[0].stride[j] != 0 && i->src[1].stride[j] != 0);
}

/* how many rows lie between slices of this view along axis j; 0: the slices are not apart */
static int64_t slice_rows(const Program *p, const Instr *i, const View *v, int j)
{
  int64_t step = v->stride[j], reach = v->offset;
  if (i->op == OP_GATHER && v == &i->src[0]) {
    if (i->index_stride < 0) return 0;
    reach += i->index_stride * (p->reg[i->src[1].reg].limit - 1);
  }
  for (int k = 0; k < i->space.naxes - 1; k++) {
    if (k == j) continue;
    if (v->stride[k] < 0) return 0;
    reach += v->stride[k] * (i->space.size[k] - 1);
  }
  return step > 0 && v->offset >= 0 && reach < step ? step : 0;
}

static bool writes(const Instr *i, int reg) { return i->dst[0].reg == reg || i->dst[1].reg == reg; }

/* may `next` with lead axis j join instructions first .. next - 1? */
static bool fits(const Program *p, const Section *s, int first, int next, int j, bool *linked)
{
  const Instr *n = &s->instr[next];
  for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
    const View *v = view_at(n, o);
    if (v->reg == 0 || p->reg[v->reg].kind != REG_TILE) continue;
    for (int k = first; k < next; k++) {
      const Instr *m = &s->instr[k];
      for (int q = 0; q < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; q++) {
        const View *u = view_at(m, q);
        if (u->reg != v->reg || !(writes(m, v->reg) || writes(n, v->reg))) continue;
        int64_t a = slice_rows(p, m, u, m->lead), b = slice_rows(p, n, v, j);
        if (a == 0 || a != b) return false;
        *linked = true;
      }
    }
  }
  return true;
}

/* the longest group that begins here with lead axis j; sets lead of its instructions */
static int extend(const Program *p, Section *s, int first, int j, bool *linked)
{
  int64_t size = s->instr[first].space.size[j];
  int count = 1;
  s->instr[first].lead = j;
  *linked = false;
  while (count < MOST && first + count < s->ninstr) {
    Instr *n = &s->instr[first + count];
    int found = -1;
    for (int k = 0; k < n->space.naxes - 1 && found < 0; k++) {
      bool link = *linked;
      if (n->space.size[k] == size && can_lead(p, n, k) && fits(p, s, first, first + count, k, &link)) { found = k; *linked = link; }
    }
    if (found < 0) break;
    n->lead = found;
    count++;
  }
  return count;
}

/* registers that live in the group alone and are cut along their outermost axis keep one slice */
static void make_local(Program *p, const Section *s, const Group *g)
{
  for (int k = g->first; k < g->first + g->count; k++) {
    const Instr *i = &s->instr[k];
    for (int d = 0; d < PROGRAM_MAX_DST; d++) {
      Register *r = &p->reg[i->dst[d].reg];
      if (i->dst[d].reg == 0 || r->kind != REG_TILE || r->naxes == 0 || r->size[0] != g->slices * g->width) continue;
      bool local = slice_rows(p, i, &i->dst[d], i->lead) == r->count / r->size[0];
      for (int q = 0; q < s->ninstr && local; q++)
        for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++)
          if (view_at(&s->instr[q], o)->reg == i->dst[d].reg && (q < g->first || q >= g->first + g->count)) local = false;
      r->local = local ? g->width : 0;
    }
  }
}

/* Many values of the lead axis, each but a few rows of the tile, would be more work to begin than to do: several make a slice.
 * 0: they cannot be cut evenly. */
static int64_t slice_width(const Section *s, const Group *g, int64_t size)
{
  if (size < MANY) return 1;
  for (int k = g->first; k < g->first + g->count; k++) {
    int64_t rows = 1;
    for (int j = 0; j < s->instr[k].space.naxes - 1; j++) if (j != s->instr[k].lead) rows *= s->instr[k].space.size[j];
    if (rows > FEW) return 1;
  }
  for (int64_t w = WIDE; w >= NARROW; w--) if (size % w == 0) return w;
  return 0;
}

void program_group(Program *p, Section *s)
{
  s->group = ARENA_ARRAY(p->arena, Group, s->ninstr + 1);
  s->ngroup = 0;
  for (int r = 1; r < p->nreg; r++) if (p->reg[r].kind == REG_TILE && &p->section[p->reg[r].section] == s) p->reg[r].local = 0;
  for (int k = 0; k < s->ninstr; k++) s->instr[k].lead = -1;
  for (int first = 0; first < s->ninstr;) {
    int best = 1, axis = -1;
    bool linked;
    for (int j = 0; j < s->instr[first].space.naxes - 1; j++) {
      if (!can_lead(p, &s->instr[first], j)) continue;
      int count = extend(p, s, first, j, &linked);
      if (linked && count > best) { best = count; axis = j; }
    }
    Group *g = &s->group[s->ngroup++];
    *g = (Group){ first, 1, 1, 1 };
    if (axis >= 0) {
      g->count = extend(p, s, first, axis, &linked);
      int64_t size = s->instr[first].space.size[axis];
      g->width = slice_width(s, g, size);
      g->slices = g->width ? size / g->width : 1;
      if (g->slices > 1) make_local(p, s, g);
      else { *g = (Group){ first, 1, 1, 1 }; axis = -1; }
    }
    for (int k = first; k < s->ninstr; k++) if (axis < 0 || k >= first + g->count) s->instr[k].lead = -1;
    first += g->count;
  }
}
