/* box_convex.c: coordinates in which the gap of a bound is convex; see box_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "expr/function.h"
#include <math.h>

/* with v for x, x = exp(v), where x is positive and its bit is set */
static const Expr *in_logarithms(Prover *p, const Expr *e, unsigned which, Symbol **active, bool *any)
{
  const Function *exp = function_find(p->pool, "exp");
  for (int i = 0; i < p->moving; i++) {
    active[i] = p->moves[i];
    const Domain *d = &p->moves[i]->domain;
    if (!(which >> i & 1) || !(d->lo > 0) || !exp) continue;
    Symbol *v = symbol_new(p->pool, SYM_PARAM, p->moves[i]->name, 0, NULL);
    v->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = log(d->lo), .hi = log(d->hi) };
    e = expr_subst_access(p->pool, e, p->moves[i], NULL, expr_call1(p->pool, exp, expr_access(p->pool, v, NULL)));
    active[i] = v;
    *any = true;
  }
  return e;
}

static bool is_convex(Prover *p, const Expr *e, Symbol *const *active)
{
  Curvature c = facts_curvature(facts_new(p->pool, p->moving, active), e);
  return c == CURV_CONVEX || c == CURV_AFFINE || c == CURV_CONSTANT;
}

static const Expr *term_by_term(Pool *pool, const Expr *e, const Expr *by)
{
  if (e->kind != X_ADD) return expr_div(pool, e, by);
  const Expr *sum = expr_num(pool, 0);
  for (int i = 0; i < e->nargs; i++) sum = expr_add(pool, sum, expr_div(pool, e->arg[i], by));
  return sum;
}

const char *box_convex_in(Prover *p)
{
  Facts *facts = facts_new(p->pool, p->moving, p->moves);
  int sign = facts_sign(facts, p->target);
  for (unsigned which = 0; which < 2; which++)
    for (int relative = 0; relative < 1 + (which && sign); relative++) {
      Symbol *active[BOX_MOST];
      bool any = false;
      const Expr *bound = in_logarithms(p, p->gap, which ? ~0u : 0, active, &any);
      if (relative) {                                      /* the same symbols in both */
        const Expr *b = p->bound, *t = p->target;
        for (int i = 0; i < p->moving; i++) {
          if (active[i] == p->moves[i]) continue;
          const Expr *x = expr_call1(p->pool, function_find(p->pool, "exp"), expr_access(p->pool, active[i], NULL));
          b = expr_subst_access(p->pool, b, p->moves[i], NULL, x);
          t = expr_subst_access(p->pool, t, p->moves[i], NULL, x);
        }
        bound = expr_mul(p->pool, expr_num(p->pool, sign), term_by_term(p->pool, b, t));
      }
      if (which && !any) break;
      if (!is_convex(p, bound, active)) continue;
      return which ? relative ? "(bound - target) / target is convex in logarithms" : "bound - target is convex in logarithms" : "bound - target is convex";
    }
  return NULL;
}
