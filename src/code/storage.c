/* storage.c: who accumulates, how long each register lives, where it lies, how long a tile is, how many
 * blocks a pass has. Everything follows from the program alone, never from the machine or the number of threads: the order
 * of all sums depends on it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"
#include <stdlib.h>

enum {
  TILE_BYTES = 512 * 1024,                 /* tile registers of a thread: about half of a common second-level cache */
  TILE_MIN = 64, TILE_LEAST = 32, TILE_MAX = 1024,
  PRODUCT_TILES = 4,                       /* a tile may be so many times as large as what its products go over besides */
  BLOCKS_MIN = 8, BLOCKS_MAX = 64,
  PARTIAL_WORK = 640                       /* operations of a pass for each number of its blocks' accumulators: these are cleared, touched afresh and combined */
};
static const int64_t tile_bytes_hard = INT64_C(256) << 20;      /* with TILE_MIN; above this tiles get shorter still */
static const int64_t partial_bytes = INT64_C(8) << 20;          /* all blocks' accumulators, unless BLOCKS_MIN need more */

/* ---- accumulators ---- */

/* Blocks of a pass by columns own their columns' parts of what is scattered by COLUMNS: no partial copies. */
static bool owns(const Program *p, const Section *s, const Instr *i)
{
  const Register *index = i->src[2].reg ? &p->reg[i->src[2].reg] : NULL;
  if (!s->by_column || i->op != OP_SCATTER_ADD || !index || index->kind != REG_INPUT || index->part != PART_COLUMNS || index->slot != s->slot) return false;
  int64_t reach = i->dst[0].offset;
  for (int j = 0; j < i->space.naxes - 1; j++) reach += llabs(i->dst[0].stride[j]) * (i->space.size[j] - 1);
  return reach < i->index_stride;
}

void program_accumulators(Program *p)
{
  for (int n = 0; n < p->nsection; n++) {
    Section *s = &p->section[n];
    if (s->kind != SECTION_PASS) continue;
    for (int k = 0; k < s->ninstr; k++)
      for (int d = 0; d < PROGRAM_MAX_DST; d++) {
        const Instr *i = &s->instr[k];
        Register *r = &p->reg[i->dst[d].reg];
        if (i->dst[d].reg == 0 || r->kind != REG_WHOLE || i->dst[d].stride[i->space.naxes - 1] != 0) continue;
        if (r->accumulated_in != n) { r->accumulated_in = n; r->direct = true; }
        r->direct &= owns(p, s, i);
      }
    for (int r = 1; r < p->nreg; r++)
      if (p->reg[r].accumulated_in == n && !p->reg[r].direct) {
        p->reg[r].partial = s->partial_count;
        s->partial_count += (p->reg[r].count + 7) / 8 * 8;
      }
  }
}

/* ---- storage by lifetimes: first fit ---- */

typedef struct Life { int reg; int64_t size, first, last, place; } Life;

static int by_first(const void *a, const void *b)
{
  const Life *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  return x->reg - y->reg;
}

/* places lives[n] so that no two that live at the same time overlap; the extent of it all */
static int64_t place_all(Arena *arena, Life *life, int n)
{
  int64_t extent = 0;
  int *live = ARENA_ARRAY(arena, int, n + 1), nlive = 0;              /* sorted by place */
  qsort(life, (size_t)n, sizeof *life, by_first);
  for (int k = 0; k < n; k++) {
    int kept = 0;
    for (int m = 0; m < nlive; m++) if (life[live[m]].last >= life[k].first) live[kept++] = live[m];
    nlive = kept;
    int64_t at = 0;
    int m = 0;
    while (m < nlive && life[live[m]].place < at + life[k].size) { at = life[live[m]].place + life[live[m]].size; m++; }
    life[k].place = at;
    for (int q = nlive++; q > m; q--) live[q] = live[q - 1];
    live[m] = k;
    if (at + life[k].size > extent) extent = at + life[k].size;
  }
  return extent;
}

/* what an instruction may write where it has read: element by element, or weights over exponents */
static const View *replaces(const Instr *i) { return op_info[i->op].class_ == CLASS_MAP ? &i->dst[0] : i->op == OP_SOFTMAX ? &i->dst[1] : NULL; }

/* instructions of the group up to `at` read it as that one's destination is laid out, and those behind do not touch it */
static bool read_alike(const Section *s, const Group *g, int at, int reg)
{
  const Instr *w = &s->instr[at];
  for (int k = g->first; k < g->first + g->count; k++) {
    const Instr *i = &s->instr[k];
    if (i->dst[0].reg == reg || i->dst[1].reg == reg) return false;
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) {
      const View *v = &i->src[a];
      if (v->reg != reg) continue;
      bool same = k <= at && v->offset == replaces(w)->offset;
      for (int j = 0; j < w->space.naxes; j++) same &= v->stride[j] == replaces(w)->stride[j];
      if (!same) return false;
    }
  }
  return true;
}

/* A map instruction, alone or in a run, or a softmax may write over a source that ends with it, if both are laid out alike. 0: there is none. */
static int overwritten(const Program *p, const Section *s, const Group *g, int at, const int64_t *first, const int64_t *last, int64_t now)
{
  const Instr *i = &s->instr[at];
  const View *to = replaces(i);
  const Register *r = to ? &p->reg[to->reg] : NULL;
  if (!to || to->reg == 0 || r->kind != REG_TILE || r->local || r->inner || r->late || first[to->reg] != now) return 0;
  for (int k = g->first; k <= at; k++)
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) {
      int reg = s->instr[k].src[a].reg;
      const Register *q = &p->reg[reg];
      if (reg == 0 || q->kind != REG_TILE || q->count != r->count || q->local || q->inner || q->late || first[reg] == now || last[reg] != now) continue;
      if (read_alike(s, g, at, reg)) return reg;
    }
  return 0;
}

void program_place_tiles(Program *p, int section)
{
  Section *s = &p->section[section];
  int64_t *first = ARENA_ARRAY(p->arena, int64_t, p->nreg), *last = ARENA_ARRAY(p->arena, int64_t, p->nreg);
  int *root = ARENA_ARRAY(p->arena, int, p->nreg);
  for (int r = 0; r < p->nreg; r++) { first[r] = -1; root[r] = r; }
  for (int g = 0; g < s->ngroup; g++)
    for (int k = s->group[g].first; k < s->group[g].first + s->group[g].count; k++)
      for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
        const View *v = o < PROGRAM_MAX_DST ? &s->instr[k].dst[o] : &s->instr[k].src[o - PROGRAM_MAX_DST];
        if (first[v->reg] < 0) first[v->reg] = g;
        last[v->reg] = g;
      }
  for (int g = 0; g < s->ngroup; g++) {
    const Group *group = &s->group[g];
    for (int k = group->first; group->slices == 1 && k < group->first + group->count; k++) {
      int q = overwritten(p, s, group, k, first, last, g);
      if (q == 0) continue;
      int d = replaces(&s->instr[k])->reg;
      root[d] = root[q];
      first[d] = -2;                                                   /* placed; nobody takes q again */
      last[q] = -2;
      if (last[d] > last[root[q]]) last[root[q]] = last[d];
    }
  }
  Life *life = ARENA_ARRAY(p->arena, Life, p->nreg);
  int n = 0;
  for (int r = 1; r < p->nreg; r++)
    if (p->reg[r].kind == REG_TILE && p->reg[r].section == section && first[r] >= 0 && root[r] == r && !p->reg[r].inner && !p->reg[r].late) {
      int64_t rows = p->reg[r].local ? p->reg[r].count / p->reg[r].size[0] * p->reg[r].local : p->reg[r].count;
      life[n++] = (Life){ .reg = r, .size = rows, .first = first[r], .last = last[r] };
    }
  s->tile_rows = place_all(p->arena, life, n);
  for (int k = 0; k < n; k++) p->reg[life[k].reg].place = life[k].place;
  for (int r = 1; r < p->nreg; r++) if (root[r] != r) p->reg[r].place = p->reg[root[r]].place;
}

/* read in later runs without being written again */
static bool outlives(const Program *p, int reg)
{
  bool written = false, read = false;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    for (int k = 0; k < s->ninstr; k++) {
      for (int d = 0; d < PROGRAM_MAX_DST; d++) written |= s->once && s->instr[k].dst[d].reg == reg;
      for (int a = 0; a < PROGRAM_MAX_SRC; a++) read |= !s->once && s->instr[k].src[a].reg == reg;
    }
  }
  return written && read;
}

void program_place_wholes(Program *p)
{
  int64_t *first = ARENA_ARRAY(p->arena, int64_t, p->nreg), *last = ARENA_ARRAY(p->arena, int64_t, p->nreg), now = 0;
  for (int r = 0; r < p->nreg; r++) first[r] = -1;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    for (int k = 0; k < s->ninstr; k++) {
      if (s->kind == SECTION_SHORT) now++;
      for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
        const View *v = o < PROGRAM_MAX_DST ? &s->instr[k].dst[o] : &s->instr[k].src[o - PROGRAM_MAX_DST];
        if (first[v->reg] < 0) first[v->reg] = now;
        last[v->reg] = now;
      }
    }
    now++;
  }
  Life *life = ARENA_ARRAY(p->arena, Life, p->nreg);
  int n = 0;
  for (int r = 1; r < p->nreg; r++) {
    Register *g = &p->reg[r];
    int64_t size = (g->count + 7) / 8 * 8;
    if (g->kind != REG_WHOLE || g->slot >= 0 || first[r] < 0) continue;
    g->kept = outlives(p, r);
    if (g->kept) { g->place = p->kept_count; p->kept_count += size; }
    else life[n++] = (Life){ .reg = r, .size = size, .first = first[r], .last = last[r] };
  }
  p->whole_count = place_all(p->arena, life, n);
  for (int k = 0; k < n; k++) p->reg[life[k].reg].place = life[k].place;
}

/* ---- tile and blocks ---- */

/* bytes of bound and stored arrays that one row of the pass touches, each array once */
static int64_t streamed_bytes(const Program *p, const Section *s)
{
  int64_t *step = ARENA_ARRAY(p->arena, int64_t, p->nreg), bytes = 0;
  for (int k = 0; k < s->ninstr; k++)
    for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
      const View *v = o < PROGRAM_MAX_DST ? &s->instr[k].dst[o] : &s->instr[k].src[o - PROGRAM_MAX_DST];
      int64_t n = v->reg && p->reg[v->reg].kind != REG_TILE ? llabs(v->stride[s->instr[k].space.naxes - 1]) : 0;
      if (n > step[v->reg]) { bytes += 8 * (n - step[v->reg]); step[v->reg] = n; }
      const Instr *i = &s->instr[k];               /* a picked row, wherever it lies */
      bool picked = (i->op == OP_SCATTER_ADD && (o == 0 || o == PROGRAM_MAX_DST)) || (i->op == OP_ROWS_DOT && (o == PROGRAM_MAX_DST || o == PROGRAM_MAX_DST + 1));
      int64_t row = 8;
      for (int j = 0; j < i->space.naxes - 1; j++) if (v->stride[j] != 0) row *= i->space.size[j];
      if (picked && v->reg && p->reg[v->reg].kind != REG_TILE && n == 0 && step[v->reg] == 0) { bytes += row; step[v->reg] = row / 8; }
    }
  return bytes;
}

/* what products read or add to anew for each tile, whatever its length: operands that do not move with it */
static int64_t product_bytes(const Program *p, const Section *s)
{
  int64_t bytes = 0;
  for (int k = 0; k < s->ninstr; k++) {
    const Instr *i = &s->instr[k];
    for (int o = 0; (i->op == OP_CONTRACT || i->op == OP_BLEND) && o < PROGRAM_MAX_DST + 2; o++) {
      const View *v = o < PROGRAM_MAX_DST ? &i->dst[o] : &i->src[o - PROGRAM_MAX_DST];
      if (v->reg && p->reg[v->reg].kind != REG_TILE && v->stride[i->space.naxes - 1] == 0) bytes += 8 * p->reg[v->reg].count;
    }
  }
  return bytes;
}

/* operations of one row, roughly */
static double row_work(const Section *s)
{
  double work = 0;
  for (int k = 0; k < s->ninstr; k++) {
    const Instr *i = &s->instr[k];
    double n = i->op == OP_CALL || i->op == OP_SOFTMAX ? 16 : i->op == OP_GATHER || op_scatters(i->op) ? 4 : 1;
    for (int j = 0; j < i->space.naxes - 1; j++) n *= (double)i->space.size[j];
    work += n;
  }
  return work;
}

void program_size_tile(Program *p, int section)
{
  Section *s = &p->section[section];
  int64_t rows = s->hi - s->lo, per_row = 8 * s->tile_rows + streamed_bytes(p, s) + 8, tile = TILE_MAX;
  while (tile > TILE_MIN && tile * per_row > TILE_BYTES) tile /= 2;
  while (tile > TILE_LEAST && tile * per_row > 2 * TILE_BYTES && tile * per_row > PRODUCT_TILES * product_bytes(p, s)) tile /= 2;
  while (tile > 8 && tile * per_row > tile_bytes_hard) tile /= 2;
  while (tile > 8 && tile / 2 >= rows) tile /= 2;
  s->tile = tile;
  int64_t tiles = (rows + tile - 1) / tile, blocks = BLOCKS_MAX;
  if (s->partial_count > 0) {
    double most = row_work(s) * (double)rows / (PARTIAL_WORK * (double)s->partial_count);
    blocks = partial_bytes / (8 * s->partial_count);
    if (most < (double)blocks) blocks = (int64_t)most;
  }
  if (blocks > BLOCKS_MAX) blocks = BLOCKS_MAX;
  if (blocks < BLOCKS_MIN) blocks = BLOCKS_MIN;
  s->blocks = (int)(blocks < tiles ? blocks : tiles);
}
