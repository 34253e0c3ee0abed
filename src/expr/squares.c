/* squares.c: see squares.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/squares.h"
#include "expr/diff.h"

/* e = weight * residual^2 with a weight free of active parameters, proved >= 0 */
static bool as_square(Facts *f, Pool *pool, const Expr *e, const Expr **weight, const Expr **residual)
{
  const Expr *c = expr_num(pool, 1), *r = expr_num(pool, 1);
  for (int i = 0; i < (e->kind == X_MUL ? e->nargs : 1); i++) {
    const Expr *part = e->kind == X_MUL ? e->arg[i] : e;
    double power;
    if (!facts_is_active(f, part)) { c = expr_mul(pool, c, part); continue; }
    if (part->kind != X_POW || !expr_number(part->arg[1], &power) || power < 2 || power / 2 != (double)(int)(power / 2)) return false;
    r = expr_mul(pool, r, expr_pow(pool, part->arg[0], expr_num(pool, power / 2)));
  }
  *weight = c;
  *residual = r;
  return facts_is_nonnegative(f, c);
}

bool expr_is_sum_of_squares(Facts *f, Pool *pool, const Expr *e)
{
  const Expr *weight, *residual;
  if (!facts_is_active(f, e)) return true;
  if (e->kind == X_ADD) {
    for (int i = 0; i < e->nargs; i++)
      if (!expr_is_sum_of_squares(f, pool, e->arg[i])) return false;
    return true;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *arg[EXPR_OPEN_ARGS];
    expr_open(pool, e, fresh, arg);
    return expr_is_sum_of_squares(f, pool, arg[0]);
  }
  if (e->kind == X_MUL) {                                  /* a weight in front of a sum */
    const Expr *active = NULL, *c = expr_num(pool, 1);
    int n = 0;
    for (int i = 0; i < e->nargs; i++) {
      if (facts_is_active(f, e->arg[i])) { active = e->arg[i]; n++; }
      else c = expr_mul(pool, c, e->arg[i]);
    }
    if (n == 1 && (active->kind == X_REDUCE || active->kind == X_ADD)) return facts_is_nonnegative(f, c) && expr_is_sum_of_squares(f, pool, active);
  }
  return as_square(f, pool, e, &weight, &residual);
}

const Expr *expr_gauss_newton(Facts *f, Pool *pool, const Expr *e, Symbol *p, Index *const *a, Symbol *q, Index *const *b, const char **why)
{
  const Expr *weight, *residual;
  if (!facts_is_active(f, e)) return expr_num(pool, 0);
  if (e->kind == X_ADD) {
    const Expr *sum = expr_num(pool, 0);
    for (int i = 0; i < e->nargs && sum; i++) {
      const Expr *term = expr_gauss_newton(f, pool, e->arg[i], p, a, q, b, why);
      sum = term ? expr_add(pool, sum, term) : NULL;
    }
    return sum;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *arg[EXPR_OPEN_ARGS];
    expr_open(pool, e, fresh, arg);
    arg[0] = expr_gauss_newton(f, pool, arg[0], p, a, q, b, why);
    return arg[0] ? expr_close(pool, e, fresh, arg) : NULL;
  }
  if (!as_square(f, pool, e, &weight, &residual)) {
    const Expr *c = expr_num(pool, 1), *inner = NULL;
    for (int i = 0; e->kind == X_MUL && i < e->nargs; i++) {
      if (!facts_is_active(f, e->arg[i])) c = expr_mul(pool, c, e->arg[i]);
      else if (inner) return NULL;
      else inner = e->arg[i];
    }
    inner = inner ? expr_gauss_newton(f, pool, inner, p, a, q, b, why) : NULL;
    return inner ? expr_mul(pool, c, inner) : NULL;
  }
  const Expr *ra = expr_diff(pool, residual, p, a, why), *rb = ra ? expr_diff(pool, residual, q, b, why) : NULL;
  return rb ? expr_mul(pool, expr_mul(pool, expr_num(pool, 2), weight), expr_mul(pool, ra, rb)) : NULL;
}
