/* diff.c: see diff.h. One memo per call; products are never multiplied out, so the result is about as large as the loss
 * times its depth, and shares its nodes with it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/diff.h"
#include "expr/facts.h"
#include "expr/internal.h"

typedef struct Diff {
  Pool *pool; Arena *arena;                          /* arena: of the memo alone */
  const Symbol *sym; Index *const *at;               /* by an element of a symbol … */
  const Expr *variable, *negative;                   /* … or by this node, which as a sum may also stand there negated */
  Map memo;
  Facts *facts;                                      /* made when first needed */
  const char *why;
} Diff;

static const Expr *diff(Diff *, const Expr *);

static const Expr *fail(Diff *d, const char *what, const char *name)
{
  if (!d->why) d->why = arena_printf(d->pool->arena, what, name);
  return NULL;
}

static const Expr *zero(Diff *d) { return d->pool->zero; }
static const Expr *one(Diff *d) { return d->pool->one; }

/* d sym[i…] / d sym[at…] = product of (i == at) */
static const Expr *diff_access(Diff *d, const Expr *e)
{
  if (e->u.sym != d->sym) return zero(d);
  const Expr *factor[ARRAY_MAX_AXES];
  for (int k = 0; k < e->nargs; k++) factor[k] = expr_cmp(d->pool, C_EQ, e->arg[k], expr_index(d->pool, d->at[k]));
  return expr_mul_n(d->pool, e->nargs, factor);
}

static const Expr *diff_add(Diff *d, const Expr *e)
{
  List terms;
  list_init(&terms);
  const Expr *sum = zero(d);
  for (int k = 0; sum && k < e->nargs; k++) {
    const Expr *t = diff(d, e->arg[k]);
    if (t) list_push(&terms, t); else sum = NULL;
  }
  if (sum) sum = expr_add_n(d->pool, terms.len, terms.data);
  list_free(&terms);
  return sum;
}

static const Expr *diff_mul(Diff *d, const Expr *e)
{
  List factors;
  list_init(&factors);
  for (int k = 0; k < e->nargs; k++) list_push(&factors, e->arg[k]);
  const Expr *sum = zero(d);
  for (int k = 0; sum && k < e->nargs; k++) {
    const Expr *t = diff(d, e->arg[k]);
    if (!t) sum = NULL;
    else if (t != zero(d)) {
      factors.data[k] = t;
      sum = expr_add(d->pool, sum, expr_mul_n(d->pool, e->nargs, factors.data));
      factors.data[k] = e->arg[k];
    }
  }
  list_free(&factors);
  return sum;
}

/* (b^x)' = x b^(x-1) b' + b^x log(b) x' */
static const Expr *diff_pow(Diff *d, const Expr *e)
{
  Pool *p = d->pool;
  const Expr *base = e->arg[0], *power = e->arg[1], *db = diff(d, base), *dx = diff(d, power);
  if (!db || !dx) return NULL;
  const Expr *sum = zero(d);
  if (db != zero(d)) {
    const Expr *factor[] = { power, expr_pow(p, base, expr_sub(p, power, one(d))), db };
    sum = expr_mul_n(p, 3, factor);
  }
  if (dx != zero(d)) {
    if (!p->log) return fail(d, "the library has no function '%s', which the derivative of a power needs", "log");
    const Expr *factor[] = { e, expr_call1(p, p->log, base), dx };
    sum = expr_add(p, sum, expr_mul_n(p, 3, factor));
  }
  return sum;
}

static const Expr *diff_call(Diff *d, const Expr *e)
{
  const Function *fn = e->u.fn;
  if (!fn->kernel && fn->definition) return diff(d, function_put(d->pool, fn, fn->definition, e->arg));
  const Expr *sum = zero(d);
  for (int k = 0; k < e->nargs; k++) {
    const Expr *inner = diff(d, e->arg[k]);
    if (!inner) return NULL;
    if (inner == zero(d)) continue;
    if (!fn->derivative[k]) return fail(d, "the library gives no derivative of '%s' by this argument", fn->name->text);
    const Expr *outer = function_put(d->pool, fn, fn->derivative[k], e->arg);
    sum = expr_add(d->pool, sum, expr_mul(d->pool, outer, inner));
  }
  return sum;
}

static const Expr *diff_if(Diff *d, const Expr *e)
{
  const Expr *yes = diff(d, e->arg[1]), *no = yes ? diff(d, e->arg[2]) : NULL;
  return no ? expr_if(d->pool, e->arg[0], yes, no) : NULL;
}

/* ---- binders ---------------------------------------------------------------------------------------------------- */

static bool is_positive(Diff *d, const Expr *e)
{
  if (!d->facts) d->facts = facts_new(d->pool, 0, NULL);
  return facts_is_positive(d->facts, e);
}

/* (prod f)' = prod f * sum f'/f where f > 0; else sum over the factors, each times the product of the others */
static const Expr *diff_prod(Diff *d, const Expr *e, Index *i, const Expr *const *a, const Expr *body)
{
  Pool *p = d->pool;
  if (is_positive(d, a[0])) return expr_mul(p, e, expr_reduce(p, R_SUM, i, expr_div(p, body, a[0]), a[1], a[2], a[3]));
  Index *j = index_new(p, i->name, i->axis);
  const Expr *other = expr_index(p, j), *different = expr_cmp(p, C_NE, other, expr_index(p, i));
  const Expr *f = expr_subst_index(p, a[0], i, other), *cond = expr_subst_index(p, a[1], i, other);
  const Expr *rest = expr_reduce(p, R_PROD, j, f, expr_mul(p, cond, different), a[2], a[3]);
  return expr_reduce(p, R_SUM, i, expr_mul(p, body, rest), a[1], a[2], a[3]);
}

static const Expr *diff_reduce(Diff *d, const Expr *e)
{
  if (e->op == R_ARGMIN || e->op == R_ARGMAX) return zero(d);
  Pool *p = d->pool;
  Index *i[EXPR_OPEN_INDICES];
  const Expr *a[EXPR_OPEN_ARGS];
  expr_open_scratch(p, e, i, a);
  const Expr *body = diff(d, a[0]), *result = body;
  if (body && body != zero(d)) {
    switch ((ReduceOp)e->op) {
    case R_PROD: result = diff_prod(d, e, i[0], a, body); break;
    case R_MIN: case R_MAX: {
      const Expr *which = expr_reduce(p, e->op == R_MIN ? R_ARGMIN : R_ARGMAX, i[0], a[0], a[1], a[2], a[3]);
      body = expr_mul(p, expr_cmp(p, C_EQ, expr_index(p, i[0]), which), body);
      result = expr_reduce(p, R_SUM, i[0], body, a[1], a[2], a[3]);
      break;
    }
    default: result = expr_reduce(p, R_SUM, i[0], body, a[1], a[2], a[3]);
    }
  }
  scratch_end(p, e);
  return result;
}

/* inv(A)[row…, column…], where a is A at the indices open[2m] */
static const Expr *inverse_at(Diff *d, int m, Index *const *open, const Expr *a, const Expr *const *row, const Expr *const *column)
{
  const Expr *element[EXPR_OPEN_ARGS];
  for (int k = 0; k < m; k++) { element[k] = row[k]; element[m + k] = column[k]; }
  return expr_matrix(d->pool, MAT_INV, m, open, open + m, a, NULL, element);
}

/* a matrix function of the same matrix, at another element; m index arguments from each of row and column, NULL: none */
static const Expr *spectral_at(Diff *d, MatrixOp op, int m, Index *const *open, const Expr *const *a, const Expr *rhs, const Expr *const *row, const Expr *const *column)
{
  const Expr *element[EXPR_OPEN_ARGS];
  for (int k = 0; k < m; k++) { element[k] = row[k]; element[m + k] = column[k]; }
  return expr_matrix(d->pool, op, m, open, open + m, a[0], rhs, element);
}

/* eigenvalues(A)[k]' = v' A' v with the eigenvector v; singular_values(A)[k]' = u' A' v with both singular vectors */
static const Expr *spectral_slope(Diff *d, const Expr *e, int m, Index *const *open, const Expr *const *a, const Expr *const *at)
{
  Pool *p = d->pool;
  const Expr *const *which = a + 1;
  if (e->op == MAT_EIGENVALUE)
    return expr_mul(p, spectral_at(d, MAT_EIGENVECTOR, m, open, a, NULL, at, which), spectral_at(d, MAT_EIGENVECTOR, m, open, a, NULL, at + m, which));
  const Expr *only = p->one;
  for (int k = 0; k < m; k++) only = expr_mul(p, only, expr_cmp(p, C_EQ, expr_index(p, open[k]), which[k]));
  return spectral_at(d, MAT_RECOMPOSE, m, open, a, only, at, at + m);
}

/* logdet(A)' = sum{p, q} inv(A)[q, p] A'[p, q];   inv(A)[r, s]' = -sum{p, q} inv(A)[r, p] A'[p, q] inv(A)[q, s] */
static const Expr *diff_matrix(Diff *d, const Expr *e)
{
  Pool *p = d->pool;
  if (e->op == MAT_RANK) return zero(d);                  /* jumps, and is constant between */
  int m = e->nbound / 2;
  Index *open[EXPR_OPEN_INDICES], *at[EXPR_OPEN_INDICES];
  const Expr *a[EXPR_OPEN_ARGS], *value[EXPR_OPEN_INDICES];
  expr_open_scratch(p, e, open, a);
  const Expr *result = zero(d), *change = diff(d, a[0]);
  bool slope = e->op == MAT_EIGENVALUE || e->op == MAT_SINGULAR, moves = change != zero(d);
  for (int k = 1; k < matrix_bodies(e); k++) moves |= diff(d, a[k]) != zero(d);
  if (moves && e->op != MAT_INV && e->op != MAT_LOGDET && !slope) result = change = fail(d, "%s is not differentiated", matrix_form[e->op].word);
  if (change && change != zero(d)) {
    for (int k = 0; k < 2 * m; k++) { at[k] = index_new(p, open[k]->name, open[k]->axis); value[k] = expr_index(p, at[k]); }
    change = expr_subst_indices(p, change, 2 * m, open, value);
    if (slope) change = expr_mul(p, spectral_slope(d, e, m, open, a, value), change);
    else if (e->op == MAT_LOGDET) change = expr_mul(p, inverse_at(d, m, open, a[0], value + m, value), change);
    else {
      const Expr *left = inverse_at(d, m, open, a[0], e->arg + 1, value), *right = inverse_at(d, m, open, a[0], value + m, e->arg + 1 + m);
      const Expr *factor[] = { p->minus_one, left, change, right };
      change = expr_mul_n(p, 4, factor);
    }
    result = expr_sum_n(p, 2 * m, at, change);
  } else if (!change) result = NULL;
  scratch_end(p, e);
  return result;
}

/* ---- all ------------------------------------------------------------------------------------------------------------ */

static const Expr *diff_node(Diff *d, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_ACCESS: return d->variable ? zero(d) : diff_access(d, e);
  case X_ADD: return diff_add(d, e);
  case X_MUL: return diff_mul(d, e);
  case X_POW: return diff_pow(d, e);
  case X_CALL: return diff_call(d, e);
  case X_IF: return diff_if(d, e);
  case X_REDUCE: return diff_reduce(d, e);
  case X_MATRIX: return diff_matrix(d, e);
  default: return zero(d);                            /* numbers, indices, relations, pattern variables */
  }
}

static const Expr *diff(Diff *d, const Expr *e)
{
  if (e == d->variable) return one(d);
  if (e == d->negative) return d->pool->minus_one;
  if (e->nargs == 0 && e->kind != X_ACCESS) return zero(d);
  const Expr *known = map_get(&d->memo, e);
  if (known || d->why) return known;
  const Expr *result = diff_node(d, e);
  if (result) map_put(d->arena, &d->memo, e, (void *)(uintptr_t)result);
  return result;
}

static const Expr *diff_start(Diff *d, const Expr *e, const char **why)
{
  d->arena = arena_new();
  const Expr *result = diff(d, e);
  arena_free(d->arena);
  if (why) *why = result ? NULL : d->why;
  return result;
}

const Expr *expr_diff(Pool *p, const Expr *e, Symbol *sym, Index *const *at, const char **why)
{
  Diff d = { .pool = p, .sym = sym, .at = at };
  return diff_start(&d, e, why);
}

const Expr *expr_diff_by(Pool *p, const Expr *e, const Expr *variable, const char **why)
{
  Diff d = { .pool = p, .variable = variable, .negative = variable->kind == X_ADD ? expr_neg(p, variable) : NULL };
  return diff_start(&d, e, why);
}
