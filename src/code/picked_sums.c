/* picked_sums.c: v[q, k] := T[z[t, q], k];  s[k] := sum{q} v[q, k]   is one instruction where nobody else reads v: a GATHER that sums. The rows that
 * labels pick are added up in registers, and v is never there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

static int count(const Section *s, int reg, bool written)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) {
    for (int d = 0; written && d < PROGRAM_MAX_DST; d++) n += s->instr[k].dst[d].reg == reg;
    for (int a = 0; !written && a < PROGRAM_MAX_SRC; a++) n += s->instr[k].src[a].reg == reg;
  }
  return n;
}

/* the gather that writes this tile register for one sum alone; -1: there is none */
static int gather_for(const Program *p, const Section *s, int reg, int end)
{
  if (p->reg[reg].kind != REG_TILE || count(s, reg, true) != 1 || count(s, reg, false) != 1) return -1;
  for (int k = 0; k < end; k++) if (s->instr[k].op == OP_GATHER && s->instr[k].dst[0].reg == reg) return k;
  return -1;
}

static bool summed(const Program *p, const Instr *g, const Instr *sum, Instr *out)
{
  int tile = g->space.naxes - 1;
  View to;
  if (!sum->space.tiled || sum->reduced >> (sum->space.naxes - 1) & 1 || sum->accumulate || p->reg[sum->dst[0].reg].kind != REG_TILE) return false;
  if (g->reduced || p->reg[g->src[0].reg].kind == REG_TILE || g->src[0].stride[tile] != 0 || !view_carried(sum, &sum->src[0], &sum->dst[0], g, &g->dst[0], &to)) return false;
  *out = *g;
  out->dst[0] = to;
  out->what = sum->what;
  for (int j = 0; j < tile; j++) if (g->space.size[j] > 1 && to.stride[j] == 0) out->reduced |= 1u << j;
  return out->reduced != 0;
}

void program_picks(Program *p, int section)
{
  Section *s = &p->section[section];
  if (s->kind != SECTION_PASS) return;
  for (int k = 0; k < s->ninstr; k++) {
    Instr f;
    int at = s->instr[k].op == OP_SUM ? gather_for(p, s, s->instr[k].src[0].reg, k) : -1;
    if (at < 0 || !summed(p, &s->instr[at], &s->instr[k], &f)) continue;
    s->instr[k] = f;
    for (int q = at; q + 1 < s->ninstr; q++) s->instr[q] = s->instr[q + 1];
    s->ninstr--;
    k--;
  }
}
