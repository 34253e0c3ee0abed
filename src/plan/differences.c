/* differences.c: see differences.h.
 *
 * A nest of sums is opened into monomials, sum_{s…} f1 * f2 * …; for each, the sum that costs least is taken first, again and again
 * (the greedy order of tensor contractions).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/differences.h"
#include <math.h>
#include <string.h>

enum { TERMS_MOST = 12, FACTORS_MOST = 16 };
static const double worth = 0.5;

/* ---- work, in multiplications of a matrix product -------------------------------------------------------------------------------- */

static const double by_itself = 4;        /* what an operation entry by entry costs */

static double entries(const Expr *e)
{
  double n = 1;
  for (int i = 0; i < e->nfree; i++) n *= (double)e->free[i]->axis->size;
  return n;
}

static bool is_plain_sum(const Expr *e)
{
  return e->kind == X_REDUCE && e->op == R_SUM && e->nargs == 2 && expr_is_num(e->arg[1], 1);
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

/* of the sums and differences in a nest; what is neither is counted as given */
static double work(Pool *pool, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  double w = 0;
  if (is_plain_sum(e)) {
    expr_open(pool, e, fresh, args);
    w = entries(args[0]);
    if (!is_matrix_product(args[0])) w *= by_itself;
    return w + work(pool, args[0]);
  }
  if (e->kind == X_ADD) w = by_itself * entries(e);
  if (e->kind == X_MUL || e->kind == X_ADD) for (int k = 0; k < e->nargs; k++) w += work(pool, e->arg[k]);
  return w;
}

/* ---- differences ------------------------------------------------------------------------------------------------------------------ */

static bool has_all_free(const Expr *e, const Expr *of)
{
  for (int i = 0; i < of->nfree; i++)
    if (!expr_has_free(e, of->free[i])) return false;
  return true;
}

/* a symbol for e over its free indices, whose definition is seen through when code is made, but not before */
static const Expr *opaque(Differences *o, const char *name, const Expr *e)
{
  Pool *pool = o->pool;
  Axis *axis[ARRAY_MAX_AXES];
  Index *own[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = e->nfree;
  const Expr *def = definition_standard(pool, &o->standard, n, e->free, e, own);
  for (int i = 0; i < n; i++) { axis[i] = e->free[i]->axis; at[i] = expr_index(pool, e->free[i]); }
  for (int k = 0; k < o->parts.len; k++) {
    Symbol *s = o->parts.data[k];
    if (s->def == def && s->naxes == n && !memcmp(s->own, own, (size_t)n * sizeof *own)) return expr_access(pool, s, at);
  }
  Symbol *s = symbol_new(pool, SYM_WEIGHT, name_of(arena_printf(pool_arena(pool), "%s%d", name, 1 + o->parts.len / 2)), n, axis);
  memcpy(s->own, own, (size_t)n * sizeof *own);
  s->def = def;
  vec_push(pool_arena(pool), &o->parts, s);
  return expr_access(pool, s, at);
}

static bool is_sparse(const Expr *e)
{
  if (e->kind == X_ACCESS) return e->u.sym->value && e->u.sym->value->sparse;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && is_sparse(e->arg[k])) return true;
  return false;
}

/* a + b whose parts run over indices that the other has not: the smaller one's mean over those is the centre of both */
static const Expr *centre(Differences *o, const Expr *e)
{
  Pool *pool = o->pool;
  if (e->nargs != 2 || !e->nfree) return NULL;
  int small = entries(e->arg[0]) <= entries(e->arg[1]) ? 0 : 1;
  const Expr *a = e->arg[1 - small], *b = e->arg[small], *mean = b;
  if (has_all_free(a, b) || has_all_free(b, a) || !a->nfree || !b->nfree || b->nfree > ARRAY_MAX_AXES || a->nfree > ARRAY_MAX_AXES || is_sparse(e)) return NULL;
  for (int i = 0; i < b->nfree; i++)
    if (!expr_has_free(a, b->free[i])) mean = expr_div(pool, expr_sum(pool, b->free[i], mean), expr_axis(pool, b->free[i]->axis));
  const Expr *far = expr_add(pool, a, mean), *near = expr_sub(pool, b, mean);
  if (!far->nfree || !near->nfree) return NULL;
  return expr_add(pool, opaque(o, "centred", far), opaque(o, "offset", near));
}

static const Expr *put_centred(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  const Expr *c = e->kind == X_ADD ? centre(context, e) : NULL;
  return c ? c : e;
}

/* ---- the order of one monomial ------------------------------------------------------------------------------------------------- */

static bool opens(const Expr *e, void *context)
{
  const Differences *o = context;
  const Expr *part = e->kind == X_ADD ? e->arg[0] : NULL;
  if (e->kind == X_MUL || e->kind == X_POW || is_plain_sum(e)) return true;
  for (int i = 0; part && part->kind == X_ACCESS && i < o->parts.len; i++)
    if (o->parts.data[i] == part->u.sym) return true;
  return false;
}

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

static const Expr *ordered(Pool *pool, const Term *t)
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
      for (int k = 0; k < n; k++) rest[k] = factor[k];
      take_factors(pool, rest, n, sum[i], &product);
      double w = entries(product);
      if (w < least) { least = w; best = i; }
    }
    n = take_factors(pool, factor, n, sum[best], &product);
    factor[n++] = expr_sum(pool, sum[best], product);
    sum[best] = sum[--nsums];
  }
  product = t->coef;
  for (int i = 0; i < n; i++) product = expr_mul(pool, product, factor[i]);
  return product;
}

/* ---- one nest ---------------------------------------------------------------------------------------------------------------------- */

/* a sum without conditions of a product of which a factor is a sum or a difference */
static bool may_gain(const Expr *e)
{
  if (!is_plain_sum(e)) return false;
  const Expr *body = e->arg[0];
  bool found = is_plain_sum(body);
  for (int k = 0; k < body->nargs && body->kind == X_MUL && !found; k++) {
    const Expr *f = body->arg[k]->kind == X_POW ? body->arg[k]->arg[0] : body->arg[k];
    found = f->kind == X_ADD || is_plain_sum(f);
  }
  return found;
}

static const Expr *cheaper(Differences *o, const Expr *e)
{
  Pool *pool = o->pool;
  const Expr *centred = expr_map(pool, e, put_centred, o), *sum = expr_num(pool, 0);
  Term *terms;
  if (centred == e) return NULL;
  int n = expr_expand_terms(pool, centred, opens, o, &terms);
  double before = work(pool, e), after = 0;
  if (n > TERMS_MOST) return NULL;
  for (int i = 0; i < n; i++) {
    const Expr *t = ordered(pool, &terms[i]);
    if (!t || (after += work(pool, t)) > worth * before) return NULL;
    sum = expr_add(pool, sum, t);
  }
  o->opened = true;
  return sum;
}

static const Expr *reorder(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  const Expr *better = may_gain(e) ? cheaper(context, e) : NULL;
  return better ? better : e;
}

const Expr *plan_open_differences(Differences *o, const Expr *e) { return expr_map(o->pool, e, reorder, o); }
