/* tidy.c: what is seen better on the finished list of instructions: a tile that is only stored is stored by who makes it; what nobody
 * reads is not made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/tidy.h"

static int uses(const Section *s, int reg, bool written)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) {
    for (int d = 0; d < PROGRAM_MAX_DST; d++) n += written && s->instr[k].dst[d].reg == reg;
    for (int a = 0; a < PROGRAM_MAX_SRC; a++) n += !written && s->instr[k].src[a].reg == reg;
  }
  return n;
}

/* %t = f …; @w = copy %t  becomes  @w = f …, where rows of the tile lie side by side in @w */
static bool store_directly(const Program *p, Section *s, int at)
{
  const Instr *copy = &s->instr[at];
  int tile = copy->space.naxes - 1, reg = copy->src[0].reg;
  if (copy->op != OP_COPY || p->reg[reg].kind != REG_TILE || p->reg[copy->dst[0].reg].kind != REG_WHOLE || copy->dst[0].stride[tile] != 1) return false;
  if (uses(s, reg, false) != 1 || uses(s, reg, true) != 1) return false;
  for (int k = 0; k < at; k++) {
    Instr *i = &s->instr[k];
    if (i->dst[0].reg != reg) continue;
    if (op_info[i->op].class_ != CLASS_MAP || !space_equal(&i->space, &copy->space) || !view_equal(&i->dst[0], &copy->src[0], tile + 1)) return false;
    i->dst[0] = copy->dst[0];
    return true;
  }
  return false;
}

/* from behind, so that what only unread instructions read goes, too; true: one was dropped */
static bool drop_unread(Program *p)
{
  bool *read = ARENA_ARRAY(p->arena, bool, p->nreg), any = false;
  for (int n = p->nsection - 1; n >= 0; n--) {
    Section *s = &p->section[n];
    for (int k = s->ninstr - 1; k >= 0; k--) {
      Instr *i = &s->instr[k];
      bool wanted = false;
      for (int d = 0; d < PROGRAM_MAX_DST; d++) wanted |= i->dst[d].reg && (read[i->dst[d].reg] || p->reg[i->dst[d].reg].slot >= 0);
      for (int a = 0; wanted && a < PROGRAM_MAX_SRC; a++) read[i->src[a].reg] = true;
      if (!wanted) i->space.naxes = -1;
      any |= !wanted;
    }
  }
  return any;
}

static void close_gaps(Section *s)
{
  int kept = 0;
  for (int k = 0; k < s->ninstr; k++) if (s->instr[k].space.naxes >= 0) s->instr[kept++] = s->instr[k];
  s->ninstr = kept;
}

void program_tidy(Program *p)
{
  if (drop_unread(p)) {
    int kept = 0;
    int *to = ARENA_ARRAY(p->arena, int, p->nsection + 1);
    for (int n = 0; n < p->nsection; n++) {
      close_gaps(&p->section[n]);
      to[n] = kept;
      if (p->section[n].ninstr > 0) p->section[kept++] = p->section[n];
    }
    for (int r = 1; r < p->nreg; r++) if (p->reg[r].kind == REG_TILE) p->reg[r].section = to[p->reg[r].section];
    p->nsection = kept;
  }
  for (int n = 0; n < p->nsection; n++) {
    Section *s = &p->section[n];
    if (s->kind != SECTION_PASS) continue;
    for (int k = 0; k < s->ninstr; k++) if (store_directly(p, s, k)) s->instr[k].space.naxes = -1;
    close_gaps(s);
  }
}
