/* plan_text.c: the finished program as loops and formulas: one line for each value that has a formula, with how it is made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/plan_text.h"

enum { HOW_COLUMN = 76 };

/* how an instruction makes its value, for those that are no plain formula */
static const char *how_of(Opcode op)
{
  switch (op) {
  case OP_CONTRACT: return "sum of products";
  case OP_BLEND: return "a product with something and with what is left of it in one";
  case OP_QUADRATIC: return "a quadratic form, by a triangle";
  case OP_SQDIST: return "squared distances by a matrix product";
  case OP_NEAREST: return "nearest point, with bounds kept from run to run";
  case OP_DEVIATION: return "differences and their sum in one";
  case OP_ROWS_DOT: return "products of the entry's rows only";
  case OP_SCATTER_ADD: return "added where the index points";
  case OP_COLUMNS_SUM: return "over the stored entries of the column";
  case OP_COLUMNS_EXPAND: return "the columns' stored entries among zeros";
  case OP_COLUMNS_ADD: return "added to the rows of the column's stored entries";
  case OP_GATHER: return "picked by index";
  case OP_SOFTMAX: return "log-sum-exp and its weights";
  case OP_ARGMIN: case OP_ARGMAX: return "with its index";
  case OP_CHOLESKY: return "Cholesky decomposition";
  case OP_SOLVE: case OP_SOLVE_BAND: return "linear system";
  case OP_POLAR: return "polar factor";
  case OP_EIGEN: return "eigenvalues";
  case OP_SINGULAR: case OP_RECOMPOSE: return "singular values";
  case OP_RANK: return "sorted";
  case OP_ORDER: return "sorted";
  case OP_PLACE: return "places in the order";
  case OP_RANGE_SUM: return "running sums in the order";
  case OP_POOL: return "neighbours that fall are pooled";
  case OP_SCALE: return "rows and columns scaled to their sums";
  case OP_SHARE: return "one pair after the other, then all above their floors at once";
  case OP_SHRINK: case OP_WITHIN: return "one coordinate after the other, then the free ones at once";
  default: return "";
  }
}

static void put_line(Buf *out, const Program *p, const Section *s, const Instr *i)
{
  size_t start = out->len;
  bool any = false, sums = false;
  buf_put(out, "  ");
  for (int d = 0; d < PROGRAM_MAX_DST; d++) {
    const Register *r = &p->reg[i->dst[d].reg];
    if (i->dst[d].reg == 0) continue;
    sums |= s->kind == SECTION_PASS && r->kind == REG_WHOLE && i->dst[d].stride[i->space.naxes - 1] == 0;
    if (!r->label) continue;
    if (any) buf_put(out, ", ");
    buf_put(out, r->label);
    any = true;
  }
  if (!any) { out->len = start; out->text[start] = 0; return; }
  const char *how = how_of(i->op);
  if (*how || sums) {
    do buf_putc(out, ' '); while (out->len - start < HOW_COLUMN);
    buf_put(out, "| ");
    buf_put(out, how);
    if (sums) buf_put(out, *how ? ", added up over the pass" : "added up over the pass");
  }
  buf_putc(out, '\n');
}

/* sparse data of which passes read what is not stored */
static void put_copies(Buf *out, const Program *p)
{
  for (int r = 1; r < p->nreg; r++) {
    const Register *reg = &p->reg[r];
    if (reg->kind != REG_INPUT || !p->slot[reg->slot].sparse || (reg->part != PART_DENSE && reg->part != PART_LABELS)) continue;
    buf_printf(out, "%s is copied in full, %.3g MB: a pass that goes along neither of its axes reads it\n", p->slot[reg->slot].name, 8e-6 * (double)reg->count);
  }
}

void plan_text(const Lower *L, Buf *out)
{
  const Program *p = L->program;
  put_copies(out, p);
  for (int k = 0; k < p->nsection; k++) {
    const Section *s = &p->section[k];
    int named = 0;
    if (s->kind == SECTION_PASS) {
      buf_printf(out, "%spass over %s: %lld, in tiles of %lld, %d block%s", s->once ? "once, " : "", s->label, (long long)(s->hi - s->lo), (long long)s->tile, s->blocks, s->blocks == 1 ? "" : "s");
      if (s->slot >= 0 && p->slot[s->slot].bands > 1) buf_printf(out, ", by %d bands of rows", p->slot[s->slot].bands);
      buf_putc(out, '\n');
    } else buf_printf(out, "%s\n", s->label);
    for (int j = 0; j < s->ninstr; j++) {
      put_line(out, p, s, &s->instr[j]);
      named += p->reg[s->instr[j].dst[0].reg].label != NULL || p->reg[s->instr[j].dst[1].reg].label != NULL;
    }
    if (named < s->ninstr) buf_printf(out, "  and %d step%s on the way\n", s->ninstr - named, s->ninstr - named == 1 ? "" : "s");
  }
}
