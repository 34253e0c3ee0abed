/* recentred.c: see recentred.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/recentred.h"
#include "plan/monomial.h"

typedef struct Recentring { const Differences *o; DefinitionList *list; } Recentring;

/* the centre of this access and what it is about it; false: its differences were not opened */
static bool find_centre(const Differences *o, const Expr *x, const Expr **about, const Expr **mean)
{
  for (int k = 0; x->kind == X_ACCESS && k < o->centres.len; k++) {
    const Centre *c = &o->centres.data[k];
    Index *index[ARRAY_MAX_AXES];
    if (c->data->u.sym != x->u.sym) continue;
    bool fits = true;
    for (int a = 0; a < x->nargs && fits; a++) {
      fits = x->arg[a]->kind == X_INDEX && c->data->arg[a]->kind == X_INDEX;
      if (!fits) break;
      index[a] = c->data->arg[a]->u.index;
      for (int b = 0; b < a; b++) fits &= index[b] != index[a] && x->arg[b] != x->arg[a];
    }
    if (!fits) continue;
    *about = expr_subst_indices(o->pool, c->about, x->nargs, index, x->arg);
    *mean = expr_subst_indices(o->pool, c->mean, x->nargs, index, x->arg);
    return true;
  }
  return false;
}

static const Expr *recentred(Pool *pool, const Expr *e, void *context)
{
  const Recentring *r = context;
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *about, *mean;
  if (!sum_is_plain(e)) return e;
  expr_open(pool, e, fresh, args);
  for (int k = 0; k < args[0]->nargs && args[0]->kind == X_MUL; k++) {
    if (!find_centre(r->o, args[0]->arg[k], &about, &mean) || expr_has_free(mean, fresh[0])) continue;
    const Expr *rest = expr_num(pool, 1);
    for (int j = 0; j < args[0]->nargs; j++) if (j != k) rest = expr_mul(pool, rest, args[0]->arg[j]);
    const Expr *sum = expr_sum(pool, fresh[0], expr_mul(pool, about, rest)), *weight = expr_sum(pool, fresh[0], rest);
    if (!definition_computes(pool, r->list, sum) || !definition_computes(pool, r->list, weight)) continue;
    return expr_add(pool, sum, expr_mul(pool, mean, weight));
  }
  return e;
}

void plan_recentre(const Differences *o, DefinitionList *list)
{
  Recentring r = { o, list };
  for (int k = 0; o->centres.len && k < list->n; k++) list->def[k].value = expr_map(o->pool, list->def[k].value, recentred, &r);
}
