/* facts_difference.c: c * (F(u) - F(v)), what a function of one argument gains on the way from v to u. Where F rises it has the sign of
 * u - v; where its derivative is log-concave (a density: normal, logistic), the gain over u >= v is log-concave in u and v together: it is
 * the integral of F'(z) over v <= z <= u, and marginals of log-concave functions are log-concave (Prékopa 1973).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "expr/function.h"
#include <math.h>

static bool rises(Facts *f, const Function *fn, const Expr *argument)
{
  Range r = facts_range(f, argument);
  double lo = fmax(r.lo, fn->domain_lo), hi = fmin(r.hi, fn->domain_hi);
  for (const FunctionShape *s = fn->shapes; s; s = s->next)
    if (!s->coordinate && s->flags & SHAPE_INCREASING && s->lo <= lo && hi <= s->hi) return true;
  return false;
}

/* c * (F(u) - F(v)) with c > 0 */
static const Function *difference_of(Facts *f, const Expr *e, const Expr **u, const Expr **v)
{
  const Expr *up = NULL, *down = NULL;
  double sum = 0;
  if (e->kind != X_ADD || e->nargs != 2) return NULL;
  for (int i = 0; i < 2; i++) {
    const Expr *rest;
    double c = expr_split_coef(f->pool, e->arg[i], &rest);
    if (rest->kind != X_CALL || rest->nargs != 1) return NULL;
    *(c > 0 ? &up : &down) = rest;
    sum += c;
  }
  if (!up || !down || sum != 0 || up->u.fn != down->u.fn) return NULL;
  *u = up->arg[0];
  *v = down->arg[0];
  return up->u.fn;
}

bool facts_is_gain(Facts *f, const Expr *e)
{
  const Expr *u, *v;
  const Function *fn = difference_of(f, e, &u, &v);
  return fn && rises(f, fn, u) && rises(f, fn, v) && facts_is_nonnegative(f, expr_sub(f->pool, u, v));
}

bool facts_is_log_concave_gain(Facts *f, const Expr *e)
{
  const Expr *u, *v;
  const Function *fn = difference_of(f, e, &u, &v);
  if (!fn || !fn->derivative[0] || !facts_is_gain(f, e)) return false;
  Curvature cu = facts_curvature(f, u), cv = facts_curvature(f, v);
  if ((cu != CURV_AFFINE && cu != CURV_CONSTANT) || (cv != CURV_AFFINE && cv != CURV_CONSTANT)) return false;
  Range r = { fn->domain_lo, fn->domain_hi, fn->domain_lo_open, fn->domain_hi_open, false };
  Symbol *z = facts_placeholder(f, PLACE_PIECE, "z", r);
  const Expr *at = expr_access(f->pool, z, NULL);
  Curvature c = facts_log_curvature(facts_beside(f, 1, &z), function_put(f->pool, fn, fn->derivative[0], &at));
  return c == CURV_CONCAVE || c == CURV_AFFINE || c == CURV_CONSTANT;
}
