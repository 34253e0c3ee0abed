/* strips.c: element-wise instructions of a pass that run together, strip by strip.
 *
 * q := x - m;  s := q * q;  w := s / v;  l += sum over the tile of w   one after the other write and read a tile of numbers each time.
 * Run on some hundred elements at a time, what they hand on stays in the nearest cache, and what nobody else reads needs no
 * storage at all.
 *
 * A run is a row of neighbours over the same space whose operands are contiguous or constant along the tile. What one of them
 * writes the others see element by element, through the same view. A sum over the tile of what a run makes may be part of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

enum { MOST = 24 };                                /* instructions of a run; the machine binds as many at a time (group.c) */

static const View *view_at(const Instr *i, int o) { return o < PROGRAM_MAX_DST ? &i->dst[o] : &i->src[o - PROGRAM_MAX_DST]; }
static int tile_of(const Instr *i) { return i->space.naxes - 1; }

static bool same_space(const Instr *a, const Instr *b)
{
  if (a->space.naxes != b->space.naxes || a->lead != b->lead) return false;
  for (int j = 0; j < tile_of(a); j++) if (a->space.size[j] != b->space.size[j]) return false;
  return true;
}

static bool same_view(const Instr *i, const View *a, const View *b)
{
  if (a->offset != b->offset) return false;
  for (int j = 0; j < i->space.naxes; j++) if ((j == tile_of(i) || i->space.size[j] > 1) && a->stride[j] != b->stride[j]) return false;
  return true;
}

static bool is_map(const Program *p, const Instr *i)
{
  if (op_info[i->op].class_ != CLASS_MAP || !i->space.tiled) return false;
  for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
    const View *v = view_at(i, o);
    int64_t step = v->stride[tile_of(i)];
    if (v->reg && (p->reg[v->reg].type != ELEM_F64 || (step != 1 && (o < PROGRAM_MAX_DST || step != 0)))) return false;
  }
  return true;
}

/* over the tile, of numbers or of products element by element */
static bool is_sum(const Program *p, const Instr *i)
{
  int t = tile_of(i);
  if ((i->op != OP_SUM && i->op != OP_CONTRACT) || !i->space.tiled || !(i->reduced >> t & 1) || i->accumulate || i->src[2].reg) return false;
  for (int a = 0; a < 2; a++) if (i->src[a].reg && p->reg[i->src[a].reg].kind != REG_TILE && i->src[a].stride[t] != 1) return false;
  return p->reg[i->dst[0].reg].kind == REG_WHOLE;
}

static bool covers(const Instr *i, const View *v)
{
  for (int j = 0; j < tile_of(i); j++) if (i->space.size[j] > 1 && v->stride[j] == 0) return false;
  return true;
}

/* may instruction n, behind them, be the next of the run first .. end - 1? */
static bool follows(const Program *p, const Section *s, int first, int end, int n)
{
  const Instr *i = &s->instr[n];
  bool sum = is_sum(p, i), made = false;
  if (end - first >= MOST || !same_space(&s->instr[first], i) || !(sum || is_map(p, i))) return false;
  for (int k = first; k < end; k++) {
    const Instr *m = &s->instr[k];
    for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
      const View *v = view_at(i, o);
      if (v->reg == 0 || p->reg[v->reg].kind != REG_TILE) continue;
      if (v->reg == m->dst[0].reg) {
        if (!same_view(i, v, &m->dst[0])) return false;
        made |= o >= PROGRAM_MAX_DST && covers(i, v);
      }
      for (int a = 0; o < PROGRAM_MAX_DST && a < PROGRAM_MAX_SRC; a++) if (m->src[a].reg == v->reg && !same_view(i, v, &m->src[a])) return false;
    }
  }
  return !sum || made;
}

/* tile registers that nobody touches outside this run */
static void find_inner(Program *p, const Section *s, int first, int count)
{
  for (int k = first; k < first + count; k++) {
    Register *r = &p->reg[s->instr[k].dst[0].reg];
    if (r->kind != REG_TILE) continue;
    r->inner = true;
    for (int q = 0; q < s->ninstr; q++)
      for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++)
        if ((q < first || q >= first + count) && view_at(&s->instr[q], o)->reg == s->instr[k].dst[0].reg) r->inner = false;
  }
}

/* the register as it is laid out */
static bool natural(const Program *p, const Instr *i, const View *v)
{
  const Register *r = &p->reg[v->reg];
  int tile = tile_of(i);
  int64_t step = 1;
  if (r->naxes != tile || v->offset != 0 || v->stride[tile] != 1) return false;
  for (int j = tile - 1; j >= 0; step *= r->size[j--]) if (i->space.size[j] != r->size[j] || v->stride[j] != step) return false;
  return true;
}

/* Rows of wide data that only this run reads, and as they lie: turning them into columns of the tile beforehand would fill the second cache with
 * them. */
static void find_late(Program *p, const Section *s, int first, int count)
{
  enum { WIDE = 256 };
  for (int k = 0, n = 0; k < first && n < PROGRAM_MOST_LATE; k++) {
    const Instr *c = &s->instr[k];
    int reg = c->dst[0].reg, tile = tile_of(c);
    Register *r = &p->reg[reg];
    if (c->op != OP_COPY || r->kind != REG_TILE || r->count < WIDE || c->lead >= 0 || !natural(p, c, &c->dst[0])) continue;
    bool late = p->reg[c->src[0].reg].kind == REG_INPUT && c->src[0].stride[tile] > 1;
    for (int j = 0; j < tile; j++) late &= c->src[0].stride[j] == c->dst[0].stride[j];
    for (int q = 0; q < s->ninstr; q++)
      for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
        const View *v = view_at(&s->instr[q], o);
        if (v->reg == reg && q != k) late &= o >= PROGRAM_MAX_DST && q >= first && q < first + count && s->instr[q].lead < 0 && natural(p, &s->instr[q], v);
      }
    if (!late) continue;
    r->late = true;
    n++;
  }
}

static int mark_run(Program *p, Section *s, int first, int end)
{
  int count = 1;
  if (is_map(p, &s->instr[first])) while (first + count < end && follows(p, s, first, first + count, first + count)) count++;
  s->instr[first].together = count;
  for (int k = 1; k < count; k++) s->instr[first + k].together = 0;
  if (count > 1) { find_inner(p, s, first, count); find_late(p, s, first, count); }
  return count;
}

/* slices of nothing but element-wise instructions and their sums, or of one run, gain nothing that strips do not */
static bool needs_slices(const Program *p, const Section *s, const Group *g)
{
  bool run = is_map(p, &s->instr[g->first]), maps = true;
  for (int k = g->first; k < g->first + g->count; k++) {
    maps &= op_info[s->instr[k].op].class_ == CLASS_MAP || is_sum(p, &s->instr[k]);
    run = run && (k == g->first || follows(p, s, g->first, k, k));
  }
  return !maps && !run;
}

static void unslice(Program *p, Section *s, const Group *g)
{
  for (int k = g->first; k < g->first + g->count; k++) {
    s->instr[k].lead = -1;
    for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) p->reg[view_at(&s->instr[k], o)->reg].local = 0;
  }
}

/* ---- neighbours ---- */

/* neither writes what the other reads or writes */
static bool independent(const Instr *a, const Instr *b)
{
  for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++)
    for (int d = 0; d < PROGRAM_MAX_DST; d++) {
      if (b->dst[d].reg && view_at(a, o)->reg == b->dst[d].reg) return false;
      if (a->dst[d].reg && view_at(b, o)->reg == a->dst[d].reg) return false;
    }
  return true;
}

static bool shares(const Program *p, const Section *s, int first, int end, const Instr *i)
{
  for (int k = first; k < end; k++)
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) {
      int reg = i->src[a].reg;
      if (reg == 0 || p->reg[reg].kind != REG_TILE) continue;
      for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) if (view_at(&s->instr[k], o)->reg == reg) return true;
    }
  return false;
}

/* instructions from .. to - 1 go before `at` */
static void move_up(Section *s, int from, int to, int at)
{
  for (; from < to; from++, at++) {
    Instr i = s->instr[from];
    for (int k = from; k > at; k--) s->instr[k] = s->instr[k - 1];
    s->instr[at] = i;
  }
}

/* the next of the run first .. end - 1 is made its neighbour: it moves up, or what lies between goes before the run; false: none */
static bool draw_next(const Program *p, Section *s, int *first, int end)
{
  enum { FAR = 12 };
  for (int n = end; n < s->ninstr && n <= end + FAR; n++) {
    if (!follows(p, s, *first, end, n) || (n > end && !shares(p, s, *first, end, &s->instr[n]))) continue;
    bool up = true, down = true;
    for (int k = end; k < n; k++) {
      up &= independent(&s->instr[k], &s->instr[n]);
      for (int q = *first; q < end; q++) down &= independent(&s->instr[k], &s->instr[q]);
    }
    if (up) move_up(s, n, n + 1, end);
    else if (down) { move_up(s, end, n, *first); *first += n - end; }
    else continue;
    return true;
  }
  return false;
}

void program_draw(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int first = 0; first < s->ninstr; first++) {
    if (!is_map(p, &s->instr[first])) continue;
    int count = 1;
    while (draw_next(p, s, &first, first + count)) count++;
    first += count - 1;
  }
}

void program_strips(Program *p, Section *s)
{
  Group *old = s->group;
  int nold = s->ngroup;
  s->group = ARENA_ARRAY(p->arena, Group, s->ninstr + 1);
  s->ngroup = 0;
  for (int g = 0; g < nold; g++) if (old[g].slices > 1 && !needs_slices(p, s, &old[g])) { unslice(p, s, &old[g]); old[g].slices = 1; }
  for (int g = 0; g < nold;) {
    int end = old[g].first + old[g].count, h = g + 1;
    if (old[g].slices > 1) {
      s->group[s->ngroup++] = old[g];
      for (int k = old[g].first; k < end;) k += mark_run(p, s, k, end);
    } else {
      while (h < nold && old[h].slices == 1) end = old[h].first + old[h].count, h++;
      for (int k = old[g].first; k < end;) {
        int count = mark_run(p, s, k, end);
        s->group[s->ngroup++] = (Group){ k, count, 1, 1 };
        k += count;
      }
    }
    g = h;
  }
}
