/* cases.c: what a comparison of data with a number decides.
 *
 * log((n == 0) q + (1 - q) p(n)) is log(q + (1 - q) p(0)) where n is 0, which does not move with the data any more, and log(1 - q) + log p(n)
 * elsewhere: nothing under- or overflows on the way, and sums of it come apart. The same of quotients by such sums: the share of the
 * second term is 1 where n is not 0. So zero-inflated counts, and whatever else lifts single values, cost hardly more than without.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/from.h"

/* data, dense: entry by entry */
static bool is_data(const Expr *e) { return e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA && e->u.sym->value && !e->u.sym->value->sparse; }

static const Expr *data_of(const Expr *cmp, const Expr **number)
{
  if (cmp->kind != X_CMP || cmp->op != C_EQ) return NULL;
  for (int k = 0; k < 2; k++)
    if (is_data(cmp->arg[k]) && cmp->arg[1 - k]->kind == X_NUM) { *number = cmp->arg[1 - k]; return cmp->arg[k]; }
  return NULL;
}

/* a comparison that is a factor of one of the terms; NULL: there is none */
static const Expr *comparison_in(const Expr *sum)
{
  const Expr *number;
  if (sum->kind != X_ADD) return NULL;
  for (int k = 0; k < sum->nargs; k++) {
    const Expr *t = sum->arg[k];
    if (data_of(t, &number)) return t;
    for (int j = 0; t->kind == X_MUL && j < t->nargs; j++) if (data_of(t->arg[j], &number)) return t->arg[j];
  }
  return NULL;
}

static Node *in_cases(Lower *L, const Expr *e, const Expr *cmp, Node *(*lower)(Lower *, const Expr *))
{
  const Expr *number, *x = data_of(cmp, &number);
  const Expr *yes = expr_subst_node(L->pool, expr_subst_node(L->pool, e, cmp, expr_num(L->pool, 1)), x, number);
  const Expr *no = expr_subst_node(L->pool, e, cmp, expr_num(L->pool, 0));
  return node_select(L, lower_expr(L, cmp), lower(L, yes), lower(L, no));
}

Node *lower_log_in_cases(Lower *L, const Expr *e)
{
  const Expr *cmp = comparison_in(e);
  return cmp ? in_cases(L, e, cmp, lower_log) : NULL;
}

Node *lower_product_in_cases(Lower *L, int n, const Expr *const *factor)
{
  double c;
  for (int k = 0; k < n; k++) {
    if (factor[k]->kind != X_POW || !expr_number(factor[k]->arg[1], &c) || c >= 0) continue;
    const Expr *cmp = comparison_in(factor[k]->arg[0]);
    if (cmp) return in_cases(L, expr_mul_n(L->pool, n, factor), cmp, lower_expr);
  }
  return NULL;
}
