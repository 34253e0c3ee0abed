/* log_form.c: see log_form.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/log_form.h"
#include "expr/function.h"

static const Expr *log_of(Pool *pool, const Expr *e) { return expr_call(pool, function_find(pool, "log"), 1, &e); }

/* e as 1 - rest; NULL if it is no such difference */
static const Expr *rest_of(Pool *pool, const Expr *e)
{
  if (e->kind != X_ADD || e->nargs != 2 || !expr_is_num(e->arg[0], 1)) return NULL;
  const Expr *rest;
  double coef = expr_split_coef(pool, e->arg[1], &rest);
  return coef < 0 ? expr_neg(pool, e->arg[1]) : NULL;
}

static bool has_term(const Expr *sum, const Expr *term)
{
  for (int k = 0; sum->kind == X_ADD && k < sum->nargs; k++)
    if (sum->arg[k] == term) return true;
  return false;
}

/* 1 - a/(a + b) is b/(a + b): nothing cancels */
static const Expr *log_of_quotient(Pool *pool, Facts *facts, const Expr *rest)
{
  const Expr *const *factor = rest->kind == X_MUL ? rest->arg : &rest;
  int n = rest->kind == X_MUL ? rest->nargs : 1;
  for (int k = 0; k < n; k++) {
    if (factor[k]->kind != X_POW || !expr_is_num(factor[k]->arg[1], -1)) continue;
    const Expr *whole = factor[k]->arg[0], *part = expr_mul(pool, rest, whole);
    if (!has_term(whole, part)) continue;
    const Expr *other = expr_sub(pool, whole, part);
    if (facts_is_nonnegative(facts, other) && facts_is_nonnegative(facts, whole))
      return expr_sub(pool, log_of(pool, other), log_of(pool, whole));
  }
  return NULL;
}

const Expr *expr_log_form(Pool *pool, Facts *facts, const Expr *e)
{
  if (e->kind == X_CALL) return e->u.fn->logarithm ? function_put(pool, e->u.fn, e->u.fn->logarithm, e->arg) : NULL;
  const Expr *rest = rest_of(pool, e);
  if (!rest) return NULL;
  if (rest->kind == X_CALL)
    return rest->u.fn->logarithm_rest ? function_put(pool, rest->u.fn, rest->u.fn->logarithm_rest, rest->arg) : NULL;
  return facts ? log_of_quotient(pool, facts, rest) : NULL;
}
