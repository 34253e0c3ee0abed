/* bind.c: arrays to slots, and what registers show of them: labels, entries, dense copies.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
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
    m->made[reg] = array_room((int64_t)bytes, 1);
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
    double x = a->data[k] - 0.5;                          /* where it is above 0, cutting it off is rounding down; a NaN goes to 0 */
    d[k] = (int32_t)(x > 0 ? x < (double)top ? x : (double)top : 0);
  }
  m->base[reg].i = d;
  return true;
}

static bool show(Machine *m, int reg, Array *a)
{
  const Register *r = &m->program->reg[reg];
  switch (r->part) {
    case PART_ROWS: m->base[reg].i = a->row; return true;
    case PART_VALUES: m->base[reg].f = a->data; return true;
    case PART_COLUMNS: return true;                         /* a pass makes those of a tile */
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
  bool banded = s->slot >= 0 && m->program->slot[s->slot].bands > 1;
  const Array *a = banded || s->by_column ? m->bound[s->slot] : NULL;
  int64_t rows = s->hi - s->lo, tiles = (rows + s->tile - 1) / s->tile;
  for (int b = 0; b <= s->blocks; b++) {
    if (banded) {
      g->block_lo[b] = a ? array_stretch(a, ARRAY_STRETCHES * b / s->blocks) : 0;
      continue;
    }
    int64_t at = s->lo + tiles * b / s->blocks * s->tile;
    if (at > s->hi) at = s->hi;
    g->block_lo[b] = a ? column_from(a, at) : at;
  }
}

/* entries in bands of rows (code/bands.c): one copy serves all machines */
static bool show_bands(Machine *m, int slot, Array *a)
{
  const ArrayBands *b = array_in_bands(a, m->program->slot[slot].bands);
  for (int reg = 1; b && reg < m->program->nreg; reg++) {
    const Register *r = &m->program->reg[reg];
    if (r->kind != REG_INPUT || r->slot != slot) continue;
    if (r->part == PART_VALUES) m->base[reg].f = b->value;
    if (r->part == PART_ROWS) m->base[reg].i = b->row;
  }
  return b != NULL;
}

bool machine_bind(Machine *m, int slot, Array *a)
{
  const Program *p = m->program;
  if (slot >= 0 && slot < p->nslot && p->slot[slot].turned && !(a->sparse && (a = array_turned(a)))) return false;
  if (slot < 0 || slot >= p->nslot || !fits(&p->slot[slot], a)) return false;
  if (!p->slot[slot].output) { m->settled = false; m->bindings++; }
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
