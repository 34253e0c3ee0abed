/* bands.c: the order in which a pass walks the stored entries of sparse data.
 *
 * Entries lie by columns, so the rows of a parameter that a column's entries pick are strewn over all of it: where it is
 * larger than the cache, each pick is a miss. Inside a stretch of columns (base/array.h) the entries may be taken
 * in bands of rows: of one band after the other all entries, by columns. What a band picks stays in the cache, and what the
 * columns pick is gone through once a band. That pays if
 *
 *     entries * row bytes  >  2 * (bands * columns * column bytes + stretches * rows * row bytes).
 *
 * Blocks of such passes end where stretches end, so that all passes of all programs over an array share one copy of its
 * entries; its number of bands is that of the first program that asks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/array.h"
#include "code/storage.h"
#include <stdlib.h>

enum { BAND_BYTES = 512 * 1024, MOST_BANDS = 64 };

/* the operand that an index register moves: what of it is picked, in bytes */
static int64_t picked_bytes(const Instr *i, const View *v)
{
  int64_t bytes = 8;
  for (int j = 0; j < i->space.naxes - 1; j++) if (v->stride[j] != 0) bytes *= i->space.size[j];
  return bytes;
}

typedef struct Picks { int64_t row, column; } Picks;

static void add_picks(const Program *p, const Section *s, const Instr *i, int64_t *seen, Picks *total)
{
  static const struct { Opcode op; int operand, index; } pairs[] = {          /* operand -1: what is written */
    { OP_SCATTER_ADD, -1, 2 }, { OP_SCATTER_ADD, 0, 3 }, { OP_ROWS_DOT, 0, 2 }, { OP_ROWS_DOT, 1, 3 }, { OP_GATHER, 0, 1 } };
  for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
    if (i->op != pairs[k].op) continue;
    const View *v = pairs[k].operand < 0 ? &i->dst[0] : &i->src[pairs[k].operand];
    const Register *index = &p->reg[i->src[pairs[k].index].reg];
    if (!v->reg || !i->src[pairs[k].index].reg || p->reg[v->reg].kind == REG_TILE || index->kind != REG_INPUT || index->slot != s->slot) continue;
    int64_t bytes = picked_bytes(i, v);
    if (bytes <= seen[v->reg]) continue;
    if (index->part == PART_ROWS) total->row += bytes - seen[v->reg];
    if (index->part == PART_COLUMNS) total->column += bytes - seen[v->reg];
    seen[v->reg] = bytes;
  }
}

/* are its entries read in their own order? */
static bool by_columns(const Program *p, int slot)
{
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      const Instr *i = &p->section[n].instr[k];
      if (op_by_columns(i->op) && p->reg[i->src[1].reg].slot == slot) return true;
    }
  return false;
}

void program_band(Program *p)
{
  for (int k = 0; k < p->nslot; k++) {
    Slot *slot = &p->slot[k];
    if (!slot->sparse || by_columns(p, k)) continue;
    Picks most = { 0, 0 };
    for (int n = 0; n < p->nsection; n++) {
      const Section *s = &p->section[n];
      if (s->kind != SECTION_PASS || s->slot != k) continue;
      Picks here = { 0, 0 };
      int64_t *seen = ARENA_ARRAY(p->arena, int64_t, p->nreg);
      for (int j = 0; j < s->ninstr; j++) add_picks(p, s, &s->instr[j], seen, &here);
      if (here.row > most.row) most = here;
    }
    double rows = (double)slot->size[0], columns = (double)slot->size[1], bands = (double)((int64_t)(rows * (double)most.row) / BAND_BYTES + 1);
    if (bands > MOST_BANDS) bands = MOST_BANDS;
    double before = (double)slot->stored * (double)most.row, after = bands * columns * (double)most.column + (double)ARRAY_STRETCHES * rows * (double)most.row;
    slot->bands = bands > 1 && before > 2 * after ? (int)bands : 1;
  }
}
