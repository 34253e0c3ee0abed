/* program.c: building a program. See program.h; program_finish stands in finish.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/program.h"
#include "base/kernels.h"
#include <string.h>

const OpInfo op_info[OP_COUNT] = {
#define OPCODE(NAME, text, class_, dst, src, doc) { #text, CLASS_##class_, dst, src, doc },
#include "code/opcodes.def"
#undef OPCODE
};

Program *program_new(Arena *arena)
{
  Program *p = ARENA_NEW(arena, Program);
  p->arena = arena;
  p->nreg = p->reg_cap = 0;
  return p;
}

static void *grown(Arena *arena, void *old, int used, int *cap, size_t size)
{
  if (used < *cap) return old;
  int want = *cap ? 2 * *cap : 16;
  void *p = arena_array(arena, (size_t)want, size);
  if (used) memcpy(p, old, (size_t)used * size);
  *cap = want;
  return p;
}

/* ---- slots ---- */

static int slot_add(Program *p, int symbol, const char *name, int naxes, const int64_t *size)
{
  p->slot = grown(p->arena, p->slot, p->nslot, &p->slot_cap, sizeof *p->slot);
  Slot *s = &p->slot[p->nslot];
  *s = (Slot){ .symbol = symbol, .name = arena_strdup(p->arena, name ? name : ""), .naxes = naxes };
  for (int j = 0; j < naxes; j++) s->size[j] = size[j];
  return p->nslot++;
}

int program_slot_input(Program *p, int symbol, const char *name, int naxes, const int64_t *size)
{
  return slot_add(p, symbol, name, naxes, size);
}

int program_slot_sparse(Program *p, int symbol, const char *name, int64_t rows, int64_t columns, int64_t stored)
{
  int s = slot_add(p, symbol, name, 2, (int64_t[]){ rows, columns });
  p->slot[s].sparse = true;
  p->slot[s].stored = stored;
  return s;
}

int program_slot_output(Program *p, int symbol, const char *name, int whole_reg)
{
  Register *r = &p->reg[whole_reg];
  int s = slot_add(p, symbol, name, r->naxes, r->size);
  p->slot[s].output = true;
  p->slot[s].reg = whole_reg;
  r->slot = s;
  return s;
}

int program_slot_find(const Program *p, int symbol, bool output)
{
  for (int s = 0; s < p->nslot; s++) if (p->slot[s].symbol == symbol && p->slot[s].output == output) return s;
  return -1;
}

/* ---- registers ---- */

static int reg_add(Program *p, RegKind kind, ElemType type, int naxes, const int64_t *size, const char *label)
{
  if (p->nreg == 0) p->reg = grown(p->arena, p->reg, 0, &p->reg_cap, sizeof *p->reg), p->nreg = 1;
  p->reg = grown(p->arena, p->reg, p->nreg, &p->reg_cap, sizeof *p->reg);
  Register *r = &p->reg[p->nreg];
  *r = (Register){ .kind = kind, .type = type, .naxes = naxes, .count = 1, .slot = -1, .section = -1, .accumulated_in = -1, .place = -1,
                   .label = label ? arena_strdup(p->arena, label) : NULL };
  for (int j = 0; j < naxes; j++) { r->size[j] = size[j]; r->count *= size[j]; }
  return p->nreg++;
}

int program_reg_number(Program *p, double value)
{
  for (int r = 1; r < p->nreg; r++)
    if (p->reg[r].kind == REG_CONSTANT && p->reg[r].naxes == 0 && memcmp(p->reg[r].value, &value, sizeof value) == 0) return r;
  return program_reg_constant(p, 0, NULL, &value);
}

int program_reg_constant(Program *p, int naxes, const int64_t *size, const double *value)
{
  int r = reg_add(p, REG_CONSTANT, ELEM_F64, naxes, size, NULL);
  p->reg[r].value = arena_copy(p->arena, value, (size_t)p->reg[r].count * sizeof *value);
  return r;
}

int program_reg_input(Program *p, int slot, SlotPart part)
{
  for (int r = 1; r < p->nreg; r++) if (p->reg[r].kind == REG_INPUT && p->reg[r].slot == slot && p->reg[r].part == part) return r;
  const Slot *s = &p->slot[slot];
  bool entries = part == PART_VALUES || part == PART_ROWS || part == PART_COLUMNS;
  bool index = part == PART_ROWS || part == PART_COLUMNS || part == PART_LABELS;
  int r = reg_add(p, REG_INPUT, index ? ELEM_I32 : ELEM_F64, entries ? 1 : s->naxes, entries ? &s->stored : s->size, s->name);
  p->reg[r].slot = slot;
  p->reg[r].part = part;
  if (part == PART_ROWS) p->reg[r].limit = s->size[0];
  if (part == PART_COLUMNS) p->reg[r].limit = s->size[1];
  return r;
}

int program_reg_whole(Program *p, ElemType type, int naxes, const int64_t *size, const char *label)
{
  return reg_add(p, REG_WHOLE, type, naxes, size, label);
}

int program_reg_tile(Program *p, int section, ElemType type, int naxes, const int64_t *size, const char *label)
{
  int r = reg_add(p, REG_TILE, type, naxes, size, label);
  p->reg[r].section = section;
  return r;
}

/* ---- sections and instructions ---- */

static int section_add(Program *p, SectionKind kind, int64_t lo, int64_t hi, int slot, const char *label)
{
  p->section = grown(p->arena, p->section, p->nsection, &p->section_cap, sizeof *p->section);
  p->section[p->nsection] = (Section){ .kind = kind, .lo = lo, .hi = hi, .slot = slot, .label = label ? arena_strdup(p->arena, label) : NULL };
  return p->nsection++;
}

int program_section_short(Program *p, const char *label) { return section_add(p, SECTION_SHORT, 0, 1, -1, label); }

int program_section_pass(Program *p, int64_t lo, int64_t hi, const char *label)
{
  return section_add(p, SECTION_PASS, lo, hi, -1, label);
}

int program_section_entries(Program *p, int sparse_slot, const char *label)
{
  int s = section_add(p, SECTION_PASS, 0, p->slot[sparse_slot].stored, sparse_slot, label);
  p->section[s].by_column = true;
  return s;
}

void program_emit(Program *p, int section, const Instr *instr)
{
  Section *s = &p->section[section];
  s->instr = grown(p->arena, s->instr, s->ninstr, &s->cap, sizeof *s->instr);
  Instr *i = &s->instr[s->ninstr++];
  *i = *instr;
  if (i->alpha == 0) i->alpha = 1;
  if (i->what) i->what = arena_strdup(p->arena, i->what);
}

int program_kernel(const char *name)
{
  const Kernel *k = kernel_find(name);
  return k ? (int)k->id : -1;
}

int program_kernel_args(int kernel) { return kernel < 0 || kernel >= KERNEL_COUNT ? 0 : kernel_at((KernelId)kernel)->nargs; }

View view_of(const Program *p, int reg, bool tiled)
{
  const Register *r = &p->reg[reg];
  View v = { .reg = reg };
  int64_t step = 1;
  for (int j = r->naxes - 1; j >= 0; j--) { v.stride[j] = step; step *= r->size[j]; }
  if (tiled && r->kind == REG_TILE) v.stride[r->naxes] = 1;
  return v;
}

View view_number(Program *p, double value) { return (View){ .reg = program_reg_number(p, value) }; }
