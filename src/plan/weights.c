/* weights.c: see weights.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/weights.h"
#include "expr/function.h"
#include <string.h>

static bool has_exponential(const Expr *e)
{
  if (e->kind == X_CALL && !strcmp(e->u.fn->name->text, "exp")) return true;
  for (int i = 0; i < e->nargs; i++)
    if (e->arg[i] && has_exponential(e->arg[i])) return true;
  return false;
}

static const Expr *put_in_place(Pool *pool, const Expr *e, void *context)
{
  (void)context;
  if (e->kind != X_ACCESS || e->u.sym->kind != SYM_WEIGHT || has_exponential(e->u.sym->def)) return e;
  const Symbol *s = e->u.sym;
  return s->naxes ? expr_subst_indices(pool, s->def, s->naxes, s->own, e->arg) : s->def;
}

static Symbol *twin_of(Weights *w, Symbol *s)
{
  for (int i = 0; i < w->twins.len; i++)
    if (w->twins.data[i].weight == s || w->twins.data[i].twin == s) return w->twins.data[i].twin;
  const Expr *def = weights_ordered(w, s->def);
  WeightTwin t = { s, s };
  if (def != s->def) {
    t.twin = symbol_new(w->order.pool, SYM_WEIGHT, s->name, s->naxes, s->axis);
    memcpy(t.twin->own, s->own, sizeof s->own);
    t.twin->def = def;
  }
  vec_push(pool_arena(w->order.pool), &w->twins, t);
  return t.twin;
}

static const Expr *put_twin(Pool *pool, const Expr *e, void *context)
{
  if (e->kind != X_ACCESS || e->u.sym->kind != SYM_WEIGHT || !has_exponential(e->u.sym->def)) return e;
  return expr_access(pool, twin_of(context, e->u.sym), e->arg);
}

const Expr *weights_ordered(Weights *w, const Expr *e)
{
  e = expr_map(w->order.pool, expr_map(w->order.pool, e, put_in_place, NULL), put_twin, w);
  return plan_open_differences(&w->order, e);
}
