/* again.c: what is cheap to make and large to keep is made again where it is wanted again.
 *
 * y[k,d] := x[d] - m[k,d];  q[k] := something of y;  r := softmax of q;  S[k,d,e] += sum over the tile of y[k,d] * y[k,e] * r[k]   would keep y for all k until
 * the weights are known, which leaves room for a short tile only. Made once more in front of the sum, both live for one k at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

enum { LARGE = 256, SMALLER = 4, READERS_MOST = 4 };      /* rows of the tile that are worth it; so many times as large as what it is made from */

static const Group *group_of(const Section *s, int at)
{
  for (int g = 0; g < s->ngroup; g++) if (at >= s->group[g].first && at < s->group[g].first + s->group[g].count) return &s->group[g];
  return NULL;
}

static bool reads(const Instr *i, int reg)
{
  for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (i->src[a].reg == reg) return true;
  return false;
}

/* one of the operations of arithmetic, from what nobody changes afterwards and what takes little room */
static bool is_cheap(const Program *p, const Section *s, int at)
{
  const Instr *m = &s->instr[at];
  int64_t from = 0;
  if (m->op != OP_SUB && m->op != OP_ADD && m->op != OP_MUL && m->op != OP_MUL0 && m->op != OP_NEG) return false;
  for (int a = 0; a < PROGRAM_MAX_SRC; a++) {
    const Register *r = &p->reg[m->src[a].reg];
    if (!m->src[a].reg || r->kind != REG_TILE) continue;
    from += r->count;
    for (int k = at; k < s->ninstr; k++) for (int d = 0; d < PROGRAM_MAX_DST; d++) if (s->instr[k].dst[d].reg == m->src[a].reg) return false;
  }
  return from * SMALLER <= p->reg[m->dst[0].reg].count;
}

/* the products that read it after its group ended, each by itself; 0: there are none, or others read it, too */
static int late_products(const Section *s, int reg, const Group *g, int *at)
{
  int n = 0;
  for (int k = 0; k < s->ninstr; k++) {
    bool within = k >= g->first && k < g->first + g->count;
    for (int d = 0; d < PROGRAM_MAX_DST; d++) if (!within && s->instr[k].dst[d].reg == reg) return 0;
    if (within || !reads(&s->instr[k], reg)) continue;
    if (k < g->first || s->instr[k].op != OP_CONTRACT || group_of(s, k)->count > 1 || n == READERS_MOST) return 0;
    at[n++] = k;
  }
  return n;
}

/* the group's lead axis cuts this product, too */
static bool is_cut(const Instr *i, int reg, int64_t slices)
{
  for (int j = 0; j < i->space.naxes - 1; j++) {
    bool both = i->space.size[j] == slices && !(i->reduced >> j & 1) && i->dst[0].stride[j] != 0;
    for (int a = 0; a < 2; a++) both &= i->src[a].stride[j] != 0;
    if (both && reads(i, reg)) return true;
  }
  return false;
}

bool program_again(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int g = 0; g < s->ngroup; g++) {
    const Group *group = &s->group[g];
    for (int k = group->first; group->slices > 1 && group->width == 1 && k < group->first + group->count; k++) {
      Instr m = s->instr[k];
      int reg = m.dst[0].reg, at[READERS_MOST];
      const Register r = p->reg[reg];
      if (r.kind != REG_TILE || r.local || r.count < LARGE || r.naxes == 0 || r.size[0] != group->slices || !is_cheap(p, s, k)) continue;
      int n = late_products(s, reg, group, at);
      bool cut = n > 0;
      for (int q = 0; q < n; q++) cut &= is_cut(&s->instr[at[q]], reg, group->slices);
      if (!cut) continue;
      for (int q = n - 1; q >= 0; q--) {
        m.dst[0].reg = program_reg_tile(p, section, r.type, r.naxes, r.size, r.label);
        program_emit(p, section, &m);
        s = &p->section[section];
        for (int j = s->ninstr - 1; j > at[q]; j--) s->instr[j] = s->instr[j - 1];
        s->instr[at[q]] = m;
        for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (s->instr[at[q] + 1].src[a].reg == reg) s->instr[at[q] + 1].src[a].reg = m.dst[0].reg;
      }
      return true;
    }
  }
  return false;
}
