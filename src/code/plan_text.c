/* plan_text.c: the finished program as loops and formulas, one line for each value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/plan_text.h"

void plan_text(const Lower *L, Buf *out)
{
  const Program *p = L->program;
  for (int k = 0; k < p->nsection; k++) {
    const Section *s = &p->section[k];
    if (s->kind == SECTION_PASS)
      buf_printf(out, "pass over %s: %lld rows, tiles of %lld, %d block%s\n", s->label, (long long)(s->hi - s->lo), (long long)s->tile, s->blocks, s->blocks == 1 ? "" : "s");
    else buf_printf(out, "%s\n", s->label);
    for (int j = 0; j < s->ninstr; j++) {
      buf_put(out, "  ");
      program_print_instr(p, s, &s->instr[j], out);
      buf_put(out, "\n");
    }
  }
}
