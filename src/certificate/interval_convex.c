/* interval_convex.c: see interval_convex.h.
 *
 * In the square the gap has to be even, or u of one sign: with u = sqrt(s) it is looked at for u >= 0 alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/interval_convex.h"
#include "certificate/vanish.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>

typedef enum { BY_ITSELF, BY_SQUARE, BY_LOG, BY_EXP, BY_INVERSE, BY_ROOT, COORDINATES } Coordinate;

/* s in terms of u */
static const Expr *in_terms_of(Pool *pool, Coordinate c, const Expr *u)
{
  switch (c) {
  case BY_SQUARE: return expr_pow(pool, u, expr_num(pool, 2));
  case BY_LOG: return expr_call1(pool, function_find(pool, "log"), u);
  case BY_EXP: return expr_call1(pool, function_find(pool, "exp"), u);
  case BY_INVERSE: return expr_pow(pool, u, expr_num(pool, -1));
  case BY_ROOT: return expr_pow(pool, u, expr_rat(pool, 1, 2));
  default: return u;
  }
}

static double outward(double end, int side) { return end + side * 1e-12 * fabs(end); }

/* u in terms of s; NULL: not on this range */
static const Expr *inverse_of(Pool *pool, Coordinate c, const Expr *s, Range r)
{
  const Function *exp = function_find(pool, "exp"), *log = function_find(pool, "log");
  if ((c == BY_LOG || c == BY_INVERSE || c == BY_ROOT) && r.lo < 0) return NULL;
  if (!exp || !log) return NULL;
  switch (c) {
  case BY_ITSELF: return s;
  case BY_SQUARE: return expr_pow(pool, s, expr_rat(pool, 1, 2));
  case BY_LOG: return expr_call1(pool, exp, s);
  case BY_EXP: return expr_call1(pool, log, s);
  case BY_INVERSE: return expr_pow(pool, s, expr_num(pool, -1));
  case BY_ROOT: return expr_pow(pool, s, expr_num(pool, 2));
  default: return NULL;
  }
}

static Domain values_of(Coordinate c, Range r)
{
  Domain d = { .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .lo_open = c != BY_SQUARE && c != BY_ROOT, .hi_open = true };
  if (c == BY_ITSELF) d = (Domain){ .kind = DOMAIN_INTERVAL, .lo = r.lo, .hi = r.hi, .lo_open = r.lo_open, .hi_open = r.hi_open };
  if (c == BY_LOG) { d.lo = r.lo > 0 ? outward(log(r.lo), -1) : -INFINITY; d.hi = outward(log(r.hi), 1); }
  return d;
}

/* the coordinate of a shape, in the function's own argument: this one? */
static bool is_coordinate(Pool *pool, const Expr *shape, Coordinate c, const Function *fn)
{
  return shape && shape == in_terms_of(pool, c, expr_hole(pool, fn->arg[0], 0, NULL));
}

static Curvature negated(Curvature c) { return c == CURV_CONVEX ? CURV_CONCAVE : c == CURV_CONCAVE ? CURV_CONVEX : c; }

/* a multiple of g(u), where the block of g tells its shape in the coordinate */
static Curvature by_table(Pool *pool, const Expr *term, const Expr *u, Coordinate c, Range r)
{
  const Expr *call = NULL, *rest = term;
  for (int i = 0; i < (term->kind == X_MUL ? term->nargs : 1); i++) {
    const Expr *f = term->kind == X_MUL ? term->arg[i] : term;
    if (f->kind == X_CALL && f->nargs == 1 && f->arg[0] == u) call = f;
  }
  if (!call || expr_has_symbol(rest = expr_div(pool, term, call), u->u.sym)) return CURV_UNKNOWN;
  int sign = facts_sign(facts_new(pool, 0, NULL), rest);
  for (const FunctionShape *s = call->u.fn->shapes; sign && s; s = s->next) {
    if (!is_coordinate(pool, s->coordinate, c, call->u.fn) || (c != BY_SQUARE && (s->lo > r.lo || s->hi < r.hi))) continue;
    bool concave = s->flags & SHAPE_CONCAVE, convex = s->flags & SHAPE_CONVEX;
    if (!concave && !convex) continue;
    Curvature found = concave && convex ? CURV_AFFINE : concave ? CURV_CONCAVE : CURV_CONVEX;
    return sign > 0 ? found : negated(found);
  }
  return CURV_UNKNOWN;
}

static bool is_convex(Curvature c) { return c == CURV_CONVEX || c == CURV_AFFINE || c == CURV_CONSTANT; }

static bool is_convex_in(Pool *pool, const Expr *gap, Symbol *u, Coordinate c, Range r)
{
  Symbol *s = symbol_new(pool, SYM_PARAM, name_of("s"), 0, NULL);
  s->domain = values_of(c, r);
  const Expr *access = expr_access(pool, u, NULL), *inverse = inverse_of(pool, c, expr_access(pool, s, NULL), r);
  if (!inverse) return false;
  Facts *facts = facts_new(pool, 1, &s);
  bool all = true;
  for (int i = 0; i < (gap->kind == X_ADD ? gap->nargs : 1) && all; i++) {
    const Expr *term = gap->kind == X_ADD ? gap->arg[i] : gap;
    all = (c != BY_ITSELF && is_convex(by_table(pool, term, access, c, r))) || is_convex(facts_curvature(facts, expr_subst_access(pool, term, u, NULL, inverse)));
  }
  return all || is_convex(facts_curvature(facts, expr_subst_access(pool, gap, u, NULL, inverse)));
}

const char *interval_convex_in(Pool *pool, const Expr *gap, Symbol *u, Range r)
{
  const Expr *access = expr_access(pool, u, NULL), *mirrored = expr_subst_access(pool, gap, u, NULL, expr_neg(pool, access));
  bool even = mirrored == gap || expr_vanishes(pool, expr_sub(pool, mirrored, gap));
  for (Coordinate c = BY_ITSELF; c < COORDINATES; c++)
    if ((c != BY_SQUARE || even || r.lo >= 0) && is_convex_in(pool, gap, u, c, r)) return expr_text(pool_arena(pool), in_terms_of(pool, c, access));
  return NULL;
}
