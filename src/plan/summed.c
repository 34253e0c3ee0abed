/* summed.c: see summed.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/summed.h"

enum { SEEN_MOST = 128 };
typedef struct Search { const DefinitionList *list; SummedAxes *out; int nseen; const Symbol *seen[SEEN_MOST]; } Search;

static void add_axis(SummedAxes *out, const Axis *axis)
{
  for (int i = 0; i < out->n; i++)
    if (out->axis[i] == axis) return;
  if (out->n < SUMMED_MOST) out->axis[out->n++] = axis;
  else out->overflow = true;
}

static void search(Pool *, Search *, const Expr *);

static void search_symbol(Pool *pool, Search *s, const Symbol *symbol)
{
  for (int i = 0; i < s->nseen; i++)
    if (s->seen[i] == symbol) return;
  if (s->nseen == SEEN_MOST) { s->out->overflow = true; return; }
  s->seen[s->nseen++] = symbol;
  if (symbol->kind == SYM_WEIGHT) search(pool, s, symbol->def);
  for (int i = 0; i < s->list->n; i++)
    if (s->list->def[i].target == symbol) search(pool, s, s->list->def[i].value);
}

static const Expr *look(Pool *pool, const Expr *e, void *context)
{
  Search *s = context;
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  if (e->kind == X_ACCESS) search_symbol(pool, s, e->u.sym);
  if (e->kind != X_REDUCE && e->kind != X_MATRIX) return e;
  expr_open(pool, e, fresh, args);
  for (int k = 0; k < e->nbound; k++) add_axis(s->out, fresh[k]->axis);
  return e;
}

static void search(Pool *pool, Search *s, const Expr *e) { expr_map(pool, e, look, s); }

void summed_axes(Pool *pool, const DefinitionList *list, const Symbol *symbol, SummedAxes *out)
{
  Search s = { .list = list, .out = out };
  *out = (SummedAxes){ 0 };
  search_symbol(pool, &s, symbol);
}

bool summed_in_same_pass(const SummedAxes *summed, const Symbol *s, const Expr *e)
{
  if (summed->overflow) return false;
  for (int a = 0; a < s->naxes; a++) {
    bool complete = true;
    for (int i = 0; i < summed->n; i++) complete &= summed->axis[i] != s->axis[a];
    for (int i = 0; i < e->nfree; i++) complete &= e->free[i]->axis != s->axis[a];
    if (complete) return true;
  }
  return false;
}
