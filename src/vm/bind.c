/* bind.c: arrays to slots, and what registers show of them: labels, columns of entries, dense copies.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>

static bool fits(const Slot *s, const Array *a)
{
  if (a->naxes != s->naxes) return false;
  for (int j = 0; j < s->naxes; j++) if (a->size[j] != s->size[j]) return false;
  return s->sparse ? a->sparse && a->stored == s->stored : !(s->output && a->sparse);
}

static void *own_elements(Machine *m, int reg)
{
  const Register *r = &m->program->reg[reg];
  size_t bytes = (size_t)r->count * (r->type == ELEM_I32 ? sizeof(int32_t) : sizeof(double));
  if (!m->made[reg]) {
    m->made[reg] = malloc(bytes);
    if (m->made[reg]) m->bytes += bytes;
  }
  return m->made[reg];
}

static bool show_labels(Machine *m, int reg, const Array *a)
{
  int32_t *d = own_elements(m, reg);
  int64_t top = m->program->reg[reg].limit - 1;
  if (!d) return false;
  for (int64_t k = 0; k < m->program->reg[reg].count; k++) {
    double x = floor(a->data[k] - 0.5);
    d[k] = (int32_t)(x > 0 ? x < (double)top ? x : (double)top : 0);
  }
  m->base[reg].i = d;
  return true;
}

static void list_columns(const Array *a, int32_t *d)
{
  for (int64_t c = 0; c < a->size[1]; c++) for (int64_t e = a->column_start[c]; e < a->column_start[c + 1]; e++) d[e] = (int32_t)c;
}

static bool show_columns(Machine *m, int reg, const Array *a)
{
  int32_t *d = own_elements(m, reg);
  if (!d) return false;
  list_columns(a, d);
  m->base[reg].i = d;
  return true;
}

static bool show(Machine *m, int reg, Array *a)
{
  const Register *r = &m->program->reg[reg];
  switch (r->part) {
    case PART_ROWS: m->base[reg].i = a->row; return true;
    case PART_VALUES: m->base[reg].f = a->data; return true;
    case PART_COLUMNS: return show_columns(m, reg, a);
    case PART_DENSE: case PART_LABELS: break;
  }
  Array *dense = a->sparse ? array_dense(a) : array_ref(a);
  if (!dense) return false;
  array_unref(m->dense[reg]);
  m->dense[reg] = dense;
  m->base[reg].f = dense->data;
  return r->part == PART_DENSE || show_labels(m, reg, dense);
}

/* the first column that begins at or after this entry */
static int64_t column_from(const Array *a, int64_t entry)
{
  int64_t lo = 0, hi = a->size[1];
  while (lo < hi) {
    int64_t mid = lo + (hi - lo) / 2;
    if (a->column_start[mid] < entry) lo = mid + 1; else hi = mid;
  }
  return a->column_start[lo];
}

static void slice_blocks(const Machine *m, Stage *g)
{
  const Section *s = g->section;
  const Array *a = s->by_column ? m->bound[s->slot] : NULL;
  int64_t rows = s->hi - s->lo, tiles = (rows + s->tile - 1) / s->tile;
  for (int b = 0; b <= s->blocks; b++) {
    int64_t at = s->lo + tiles * b / s->blocks * s->tile;
    if (at > s->hi) at = s->hi;
    g->block_lo[b] = a ? column_from(a, at) : at;
  }
}

/* ---- entries in bands of rows (code/bands.c) ---- */

static int by_value(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* where a block of some pass over the slot ends; n ends, ascending */
static int64_t *block_ends(const Machine *m, int slot, int *n)
{
  int most = 0;
  for (int s = 0; s < m->program->nsection; s++) if (m->program->section[s].kind == SECTION_PASS && m->program->section[s].slot == slot) most += m->program->section[s].blocks;
  int64_t *end = malloc((size_t)(most + 1) * sizeof *end);
  *n = 0;
  if (!end) return NULL;
  for (int s = 0; s < m->program->nsection; s++) {
    const Section *g = &m->program->section[s];
    if (g->kind != SECTION_PASS || g->slot != slot) continue;
    for (int b = 1; b <= g->blocks; b++) end[(*n)++] = m->stage[s].block_lo[b];
  }
  qsort(end, (size_t)*n, sizeof *end, by_value);
  return end;
}

/* order[j]: the entry that comes at place j; the columns of a band stay in their order */
static bool order_entries(const Machine *m, int slot, const Array *a, int64_t *order)
{
  int bands = m->program->slot[slot].bands, nend;
  int64_t *end = block_ends(m, slot, &nend), *next = malloc((size_t)(bands + 1) * sizeof *next), lo = 0, rows = a->size[0];
  bool ok = end && next;
  for (int k = 0; ok && k < nend; lo = end[k++]) {
    for (int b = 0; b <= bands; b++) next[b] = 0;
    for (int64_t e = lo; e < end[k]; e++) next[(int64_t)a->row[e] * bands / rows + 1]++;
    next[0] = lo;
    for (int b = 1; b < bands; b++) next[b] += next[b - 1];
    for (int64_t e = lo; e < end[k]; e++) order[next[(int64_t)a->row[e] * bands / rows]++] = e;
  }
  free(end);
  free(next);
  return ok;
}

static bool show_bands(Machine *m, int slot, const Array *a)
{
  int64_t *order = malloc((size_t)(a->stored + 1) * sizeof *order);
  bool ok = order && order_entries(m, slot, a, order);
  for (int reg = 1; ok && reg < m->program->nreg; reg++) {
    const Register *r = &m->program->reg[reg];
    if (r->kind != REG_INPUT || r->slot != slot || (r->part != PART_VALUES && r->part != PART_ROWS && r->part != PART_COLUMNS)) continue;
    void *made = own_elements(m, reg);
    if (!(ok = made != NULL)) break;
    double *value = made;
    int32_t *index = made;
    if (r->part == PART_VALUES) { for (int64_t j = 0; j < a->stored; j++) value[j] = a->data[order[j]]; m->base[reg].f = value; continue; }
    m->base[reg].i = index;
    if (r->part == PART_ROWS) { for (int64_t j = 0; j < a->stored; j++) index[j] = a->row[order[j]]; continue; }
    int32_t *column = malloc((size_t)(a->stored + 1) * sizeof *column);
    if (!(ok = column != NULL)) break;
    list_columns(a, column);
    for (int64_t j = 0; j < a->stored; j++) index[j] = column[order[j]];
    free(column);
  }
  free(order);
  return ok;
}

bool machine_bind(Machine *m, int slot, Array *a)
{
  const Program *p = m->program;
  if (slot < 0 || slot >= p->nslot || !fits(&p->slot[slot], a)) return false;
  m->settled &= p->slot[slot].output;
  array_ref(a);
  array_unref(m->bound[slot]);
  m->bound[slot] = a;
  if (p->slot[slot].output) { m->base[p->slot[slot].reg].f = a->data; return true; }
  bool banded = p->slot[slot].bands > 1;
  for (int r = 1; r < p->nreg; r++)
    if (p->reg[r].kind == REG_INPUT && p->reg[r].slot == slot && !(banded && p->reg[r].naxes == 1) && !show(m, r, a)) return false;
  for (int n = 0; n < p->nsection; n++) if (p->section[n].kind == SECTION_PASS && p->section[n].slot == slot) slice_blocks(m, &m->stage[n]);
  return !banded || show_bands(m, slot, a);
}

void machine_slice(Machine *m)
{
  for (int n = 0; n < m->program->nsection; n++)
    if (m->program->section[n].kind == SECTION_PASS && !m->program->section[n].by_column) slice_blocks(m, &m->stage[n]);
}
