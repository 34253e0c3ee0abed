/* expand.c: products and integer powers distributed over sums, as a list of monomials with all sums in front.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"

enum { MOST_TERMS = 4096, LARGEST_POWER = 8 };

typedef VEC(Term) Terms;
typedef struct Expansion { Pool *pool; bool (*open)(const Expr *, void *); void *context; } Expansion;

static Terms expand(Expansion *x, const Expr *e);

/* coef * factors in canonical form, behind the given sums */
static Term term_of(Pool *pool, const Expr *product, int nsums, TermSum *sums)
{
  const Expr *rest;
  Number c = split_number(pool, product, &rest);
  Term t = { num_of(pool, c), nsums, sums, 0, NULL };
  int n = rest == pool->one ? 0 : rest->kind == X_MUL ? rest->nargs : 1;
  t.factor = ARENA_ARRAY(pool->arena, const Expr *, n ? n : 1);
  for (int j = 0; j < n; j++) t.factor[t.nfactors++] = rest->kind == X_MUL ? rest->arg[j] : rest;
  return t;
}

static Terms single(Expansion *x, const Expr *e)
{
  Term *t = ARENA_NEW(x->pool->arena, Term);
  *t = term_of(x->pool, e, 0, NULL);
  return (Terms){ t, 1, 1 };
}

static const Expr *term_body(Pool *pool, const Term *t)
{
  List f;
  list_init(&f);
  list_push(&f, t->coef);
  for (int j = 0; j < t->nfactors; j++) list_push(&f, t->factor[j]);
  const Expr *e = expr_mul_n(pool, f.len, f.data);
  list_free(&f);
  return e;
}

static Terms multiply(Expansion *x, const Terms *a, const Terms *b)
{
  Pool *pool = x->pool;
  Terms v = {0};
  for (int i = 0; i < a->len; i++) for (int j = 0; j < b->len; j++) {
    const Term *s = &a->data[i], *t = &b->data[j];
    TermSum *sums = ARENA_ARRAY(pool->arena, TermSum, s->nsums + t->nsums + 1);
    for (int k = 0; k < s->nsums; k++) sums[k] = s->sum[k];
    for (int k = 0; k < t->nsums; k++) sums[s->nsums + k] = t->sum[k];
    vec_push(pool->arena, &v, term_of(pool, expr_mul(pool, term_body(pool, s), term_body(pool, t)), s->nsums + t->nsums, sums));
  }
  return v;
}

static bool opens(Expansion *x, const Expr *e) { return x->open(e, x->context); }

static Terms expand_power(Expansion *x, const Expr *e)
{
  const Expr *n = e->arg[1];
  if (n->kind != X_NUM || !number_is_integer(n->u.num) || n->u.num.p < 2 || n->u.num.p > LARGEST_POWER || !opens(x, e->arg[0])) return single(x, e);
  Terms v = expand(x, e->arg[0]);
  if (v.len == 1 && !v.data[0].nsums) return single(x, e);
  double size = 1;
  for (int64_t k = 0; k < n->u.num.p; k++) size *= v.len;
  if (size > MOST_TERMS) return single(x, e);
  for (int64_t k = 1; k < n->u.num.p; k++) {
    Terms again = expand(x, e->arg[0]);                    /* anew: each copy has summation indices of its own */
    v = multiply(x, &v, &again);
  }
  return v;
}

static Terms expand_product(Expansion *x, const Expr *e)
{
  Terms v = single(x, x->pool->one);
  for (int j = 0; j < e->nargs; j++) {
    Terms f = opens(x, e->arg[j]) ? expand(x, e->arg[j]) : single(x, e->arg[j]);
    if ((double)v.len * f.len > MOST_TERMS) f = single(x, e->arg[j]);
    v = multiply(x, &v, &f);
  }
  return v;
}

static bool term_has(const Term *t, const Index *i)
{
  for (int j = 0; j < t->nfactors; j++) if (expr_has_free(t->factor[j], i)) return true;
  for (int j = 0; j < t->nsums; j++) {
    const TermSum *s = &t->sum[j];
    if (expr_has_free(s->cond, i) || (s->lo && (expr_has_free(s->lo, i) || expr_has_free(s->hi, i)))) return true;
  }
  return false;
}

static Terms expand_sum(Expansion *x, const Expr *e)
{
  Pool *pool = x->pool;
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(pool, e, fresh, args);
  Terms v = opens(x, args[0]) ? expand(x, args[0]) : single(x, args[0]);
  bool whole = args[1] == pool->one && !args[2];
  for (int k = 0; k < v.len; k++) {
    Term *t = &v.data[k];
    if (whole && !term_has(t, fresh[0])) {
      *t = term_of(pool, expr_mul(pool, term_body(pool, t), expr_axis(pool, fresh[0]->axis)), t->nsums, t->sum);
      continue;
    }
    TermSum *sums = ARENA_ARRAY(pool->arena, TermSum, t->nsums + 1);
    sums[0] = (TermSum){ fresh[0], args[1], args[2], args[3] };
    for (int j = 0; j < t->nsums; j++) sums[j + 1] = t->sum[j];
    t->sum = sums;
    t->nsums++;
  }
  return v;
}

static Terms expand(Expansion *x, const Expr *e)
{
  switch (e->kind) {
  case X_ADD: {
    Terms v = {0};
    for (int j = 0; j < e->nargs; j++) {
      Terms t = opens(x, e->arg[j]) ? expand(x, e->arg[j]) : single(x, e->arg[j]);
      for (int k = 0; k < t.len; k++) vec_push(x->pool->arena, &v, t.data[k]);
    }
    return v;
  }
  case X_MUL: return expand_product(x, e);
  case X_POW: return expand_power(x, e);
  case X_REDUCE: return e->op == R_SUM ? expand_sum(x, e) : single(x, e);
  default: return single(x, e);
  }
}

int expr_expand_terms(Pool *pool, const Expr *e, bool (*open)(const Expr *, void *), void *context, Term **terms)
{
  Expansion x = { pool, open, context };
  Terms v = opens(&x, e) ? expand(&x, e) : single(&x, e);
  *terms = v.data;
  return v.len;
}

const Expr *expr_of_term(Pool *pool, const Term *t)
{
  const Expr *e = term_body(pool, t);
  for (int k = t->nsums - 1; k >= 0; k--) {
    const TermSum *s = &t->sum[k];
    e = expr_reduce(pool, R_SUM, s->index, e, s->cond, s->lo, s->hi);
  }
  return e;
}

const Expr *expr_expand(Pool *pool, const Expr *e, bool (*open)(const Expr *, void *), void *context)
{
  Term *terms;
  int n = expr_expand_terms(pool, e, open, context, &terms);
  List l;
  list_init(&l);
  for (int k = 0; k < n; k++) list_push(&l, expr_of_term(pool, &terms[k]));
  const Expr *sum = expr_add_n(pool, l.len, l.data);
  list_free(&l);
  return sum;
}
