/* monomial.c: see monomial.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/monomial.h"
#include <math.h>

enum { FACTORS_MOST = 16 };
static const double runs = 64, kept_most = 1 << 20;       /* iterations that share what is made once; numbers of what is kept for them */

static const double by_itself = 4;        /* what an operation entry by entry costs */

double expr_entries(const Expr *e)
{
  double n = 1;
  for (int i = 0; i < e->nfree; i++) n *= (double)e->free[i]->axis->size;
  return n;
}

bool sum_is_plain(const Expr *e)
{
  return e->kind == X_REDUCE && e->op == R_SUM && e->nargs == 2 && expr_is_num(e->arg[1], 1);
}

bool holds_sparse(const Expr *e)
{
  if (e->kind == X_ACCESS) return e->u.sym->value && e->u.sym->value->sparse;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && holds_sparse(e->arg[k])) return true;
  return false;
}

bool holds_comparison(const Expr *e)
{
  if (e->kind == X_CMP) return true;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && holds_comparison(e->arg[k])) return true;
  return false;
}

bool expr_is_given(const Expr *e)
{
  const Symbol *s = e->kind == X_ACCESS ? e->u.sym : NULL;
  if (s && s->kind == SYM_WEIGHT && s->def) return expr_is_given(s->def);
  if (s && !(s->kind == SYM_DATA && s->value)) return false;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && !expr_is_given(e->arg[k])) return false;
  return e->kind != X_HOLE;
}

static bool has_index_apart(const Expr *e, const Expr *from)
{
  for (int i = 0; i < e->nfree; i++)
    if (!expr_has_free(from, e->free[i])) return true;
  return false;
}

/* sum of f g where each has an index that the other has not; or of squared differences, for which the machine has kernels */
static bool is_matrix_product(const Expr *body)
{
  bool found = body->kind == X_POW;
  for (int k = 0; k < body->nargs && body->kind == X_MUL; k++) {
    found |= body->arg[k]->kind == X_POW && body->arg[k]->arg[0]->kind == X_ADD;
    for (int j = 0; j < k && !found; j++) found = has_index_apart(body->arg[j], body->arg[k]) && has_index_apart(body->arg[k], body->arg[j]);
  }
  return found;
}

/* shared: within a sum that is made once already */
static double work_of(Pool *pool, const Expr *e, bool shared)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  double w = 0;
  if (sum_is_plain(e)) {
    bool once = !shared && expr_entries(e) <= kept_most && expr_is_given(e);
    expr_open(pool, e, fresh, args);
    w = expr_entries(args[0]);
    if (!is_matrix_product(args[0])) w *= by_itself;
    w += work_of(pool, args[0], shared || once);
    return once ? w / runs : w;
  }
  if (e->kind == X_ADD) w = by_itself * expr_entries(e);
  if (e->kind == X_MUL || e->kind == X_ADD) for (int k = 0; k < e->nargs; k++) w += work_of(pool, e->arg[k], shared);
  return w;
}

double sums_work(Pool *pool, const Expr *e) { return work_of(pool, e, false); }

/* the product of the factors with this index, which leave the list; how many stay */
static int take_factors(Pool *pool, const Expr **factor, int n, const Index *s, const Expr **product)
{
  int left = 0;
  *product = expr_num(pool, 1);
  for (int i = 0; i < n; i++) {
    if (expr_has_free(factor[i], s)) *product = expr_mul(pool, *product, factor[i]);
    else factor[left++] = factor[i];
  }
  return left;
}

const Expr *monomial_ordered(Pool *pool, const Term *t, int first)
{
  const Expr *factor[FACTORS_MOST], *product, *rest[FACTORS_MOST];
  Index *sum[FACTORS_MOST];
  int n = 0, nsums = t->nsums;
  if (t->nfactors > FACTORS_MOST || nsums > FACTORS_MOST) return NULL;
  for (int i = 0; i < t->nfactors; i++) factor[n++] = t->factor[i];
  for (int i = 0; i < nsums; i++) {
    if (!expr_is_num(t->sum[i].cond, 1) || t->sum[i].lo) return NULL;
    sum[i] = t->sum[i].index;
  }
  while (nsums) {
    int best = 0;
    double least = INFINITY;
    for (int i = 0; i < nsums; i++) {
      if (first >= 0 && i != first) continue;
      for (int k = 0; k < n; k++) rest[k] = factor[k];
      take_factors(pool, rest, n, sum[i], &product);
      double w = expr_entries(product);
      if (w < least) { least = w; best = i; }
    }
    n = take_factors(pool, factor, n, sum[best], &product);
    factor[n++] = expr_sum(pool, sum[best], product);
    sum[best] = sum[--nsums];
    first = -1;
  }
  product = t->coef;
  for (int i = 0; i < n; i++) product = expr_mul(pool, product, factor[i]);
  return product;
}

