/* box_touch.c: does a bound meet what it bounds where the entries are those of the touch? See box_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "certificate/vanish.h"
#include "expr/diff.h"
#include <math.h>

static const double slack = 1e-5;

/* near the middle, off the ties of entries, where a kink has many slopes */
static Box inside_of(const Prover *p, const Box *b)
{
  Box m = *b;
  for (int i = 0; i < p->n; i++) {
    double at = b->side[i].lo + (b->side[i].hi - b->side[i].lo) * (0.5 + 0.03 * (i + 1) / p->n);
    m.side[i] = range_closed(at, at);
  }
  return m;
}

bool box_touches(Prover *p, BoxCheck *out)
{
  const Expr *root[BOX_MOST + 1] = { p->gap };
  const char *why;
  int n = 1;
  for (int i = 0; i < p->moving; i++)
    if ((root[n] = expr_diff(p->pool, p->gap, p->moves[i], NULL, &why))) n++;
  int left = 0;
  for (int k = 0; k < n; k++) {
    const Expr *e = root[k];
    for (int i = 0; i < p->moving; i++) e = expr_subst_access(p->pool, e, p->moves[i], NULL, expr_access(p->pool, p->held[i], NULL));
    if (!expr_vanishes(p->pool, e)) root[left++] = e;
  }
  if (left == 0) { out->touching = 1; return true; }
  n = left;
  RangeList *list = range_list_new(p->pool, p->n, p->symbol, n, root);
  enum { TOUCH_BOXES = 1500 };
  Box *queue = ARENA_ARRAY(p->arena, Box, TOUCH_BOXES + 2), half[2];
  int first = 0, last = 0;
  if (!list) return true;
  queue[last++] = p->whole;
  for (int i = 0; i < p->n; i++)                           /* the entries themselves take no part */
    for (int k = 0; k < p->moving; k++)
      if (p->symbol[i] == p->moves[k]) queue[0].side[i] = range_closed(p->whole.side[i].lo, p->whole.side[i].lo);
  Prover only = *p;
  only.whole = queue[0];
  while (first < last && last < TOUCH_BOXES) {
    box_halve(&only, &queue[first++], &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      Range over[BOX_MOST + 1], at[BOX_MOST + 1];
      Box middle = inside_of(p, &half[i]);
      range_list_run(list, half[i].side, over);
      range_list_run(list, middle.side, at);
      bool open = false;
      for (int k = 0; k < n; k++) {
        double room = slack * (p->tolerance / BOX_PRECISION);
        open |= over[k].lo < -room || over[k].hi > room;
        if (!(at[k].lo > room || at[k].hi < -room)) continue;
        Buf where = { 0 };
        for (int m = 0; m < p->moving; m++)
          for (int j = 0; j < p->n; j++)
            if (p->symbol[j] == p->held[m]) buf_printf(&where, "%s%s = %.10g", m ? ", " : "", p->moves[m]->name->text, middle.side[j].lo);
        out->at = arena_strdup(p->arena, buf_text(&where));
        out->apart = true;
        out->gap = at[k].lo > room ? at[k].lo : at[k].hi;
        buf_free(&where);
        return false;
      }
      if (open) queue[last++] = half[i];
      else out->touching += box_volume(&only, &half[i]);
    }
  }
  return true;
}
