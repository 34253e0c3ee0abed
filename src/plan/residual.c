/* residual.c: see residual.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/residual.h"
#include "plan/monomial.h"

enum { TERMS_MOST = 12 };
static const double worth = 0.25;         /* of the work on the residuals themselves */

static bool moves(const Expr *e) { return e->has_param || e->has_touch; }

/* ---- what is a squared residual? --------------------------------------------------------------------------------------------- */

/* under sums and a square, with free indices: data less what holds none; NULL: e has another form */
static const Expr *residual_of(Pool *pool, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  bool data = false, model = false;
  while (sum_is_plain(e)) {
    expr_open(pool, e, fresh, args);
    e = args[0];
  }
  if (e->kind != X_POW || !expr_is_num(e->arg[1], 2) || e->arg[0]->kind != X_ADD) return NULL;
  e = e->arg[0];
  for (int k = 0; k < e->nargs; k++) *(moves(e->arg[k]) ? &model : &data) = true;
  return data && model ? e : NULL;
}

static bool holds_data(const Expr *e)
{
  if (e->kind == X_ACCESS) return !moves(e);
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && holds_data(e->arg[k])) return true;
  return false;
}

/* ---- one square ------------------------------------------------------------------------------------------------------------------- */

static bool opens(const Expr *e, void *context)
{
  (void)context;
  return e->kind == X_MUL || e->kind == X_POW || e->kind == X_ADD || sum_is_plain(e);
}

/* a monomial with one factor of data: in the order in which a definition of the list sums the data; NULL: none does. Without a
 * list over the stored entries */
static const Expr *shared(Pool *pool, DefinitionList *list, const Term *t)
{
  if (!list) return expr_of_term(pool, t);
  for (int first = 0; first < t->nsums; first++) {
    const Expr *product = expr_num(pool, 1);
    for (int k = 0; k < t->nfactors; k++)
      if (expr_has_free(t->factor[k], t->sum[first].index)) product = expr_mul(pool, product, t->factor[k]);
    const Expr *sum = expr_sum(pool, t->sum[first].index, product);
    if (!holds_data(product) || (moves(sum) && !definition_computes(pool, list, sum))) continue;
    return monomial_ordered(pool, t, first);
  }
  return NULL;
}

static const Expr *open_square(Pool *pool, DefinitionList *list, const Expr *e, const Expr **scale)
{
  const Expr *residual = residual_of(pool, e), *sum = expr_num(pool, 0), *squares = sum;
  Term *terms;
  if (!residual || (!list && !holds_sparse(residual))) return NULL;
  for (int k = 0; k < residual->nargs; k++)
    if (moves(residual->arg[k]) && holds_data(residual->arg[k])) return NULL;
  int n = expr_expand_terms(pool, e, opens, NULL, &terms);
  double before = sums_work(pool, residual), after = 0;
  if (n > TERMS_MOST) return NULL;
  for (int i = 0; i < n; i++) {
    const Expr *whole = expr_of_term(pool, &terms[i]);
    if (!moves(whole)) { squares = expr_add(pool, squares, whole); continue; }
    const Expr *t = holds_data(whole) ? shared(pool, list, &terms[i]) : monomial_ordered(pool, &terms[i], -1);
    if (!t) return NULL;
    if (!holds_data(whole)) after += sums_work(pool, t);
    sum = expr_add(pool, sum, t);
  }
  if (after > worth * before) return NULL;
  *scale = expr_add(pool, *scale ? *scale : expr_num(pool, 0), squares);
  return expr_add(pool, squares, sum);
}

const Expr *plan_open_residuals(Pool *pool, DefinitionList *list, const Expr *loss, const Expr **scale)
{
  const Expr *sum = expr_num(pool, 0), *rest;
  for (int k = 0; k < (loss->kind == X_ADD ? loss->nargs : 1); k++) {
    const Expr *term = loss->kind == X_ADD ? loss->arg[k] : loss, *opened, *size = NULL;
    double coef = expr_split_coef(pool, term, &rest);
    const Expr *c = expr_num(pool, coef);
    if (coef > 0 && (opened = open_square(pool, list, rest, &size))) {
      term = expr_mul(pool, c, opened);
      *scale = expr_add(pool, *scale ? *scale : expr_num(pool, 0), expr_mul(pool, c, size));
    }
    sum = expr_add(pool, sum, term);
  }
  return sum;
}
