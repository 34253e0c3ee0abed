/* build_reduce.c: binders in canonical form: sums, products, extrema over an index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <math.h>

typedef struct Span { const Expr *cond, *lo, *hi; } Span;       /* what a reduction runs over; cond 1, lo and hi NULL: all */

static const Expr *close_reduce(Pool *pool, ReduceOp op, Index *i, const Expr *body, Span s)
{
  Expr proto = node_proto(X_REDUCE, s.lo ? 4 : 2, (const Expr *const[]){ body, s.cond, s.lo, s.hi });
  proto.op = (uint8_t)op;
  proto.nbound = 1;
  return binder_close(pool, &proto, &i);
}

static const ReduceOp mirrored[] = { [R_MIN] = R_MAX, [R_MAX] = R_MIN, [R_ARGMIN] = R_ARGMAX, [R_ARGMAX] = R_ARGMIN };

const Expr *binder_finish(Pool *pool, const Expr *proto)
{
  Expr p = *proto;
  List args;
  list_init(&args);
  for (int j = 0; j < p.nargs; j++) list_push(&args, p.arg[j]);
  p.arg = args.data;
  const Expr *rest, *outside = NULL;
  if (p.kind == X_MATRIX) {
    if (p.op == MAT_INV && p.nbound == 2 && expr_compare(p.arg[1], p.arg[2]) > 0) {      /* symmetric as its matrix is */
      args.data[1] = proto->arg[2];
      args.data[2] = proto->arg[1];
    }
    outside = matrix_coefficient(pool, p.op, &args);
  } else {
    Number c = split_number(pool, p.arg[0], &rest);
    if (p.op == R_SUM && leads_negative(rest)) { c = number_neg(c); rest = expr_neg(pool, rest); }
    bool whole = p.nargs == 2 && p.arg[1] == pool->one;
    if (rest != pool->one && !number_is(c, 1) && !isnan(c.value) && (p.op != R_PROD || whole)) {
      if (p.op != R_SUM && p.op != R_PROD && c.value < 0) p.op = (uint8_t)mirrored[p.op];
      args.data[0] = rest;
      if (p.op == R_PROD) outside = expr_pow(pool, num_of(pool, c), expr_axis(pool, p.u.bound[0]->axis));
      else if (p.op != R_ARGMIN && p.op != R_ARGMAX) outside = num_of(pool, c);
    }
  }
  const Expr *e = node_make(pool, &p);
  list_free(&args);
  return outside ? expr_mul(pool, outside, e) : e;
}

/* factors with the index, and those without */
static void split_factors(const Expr *e, const Index *i, List *with, List *without)
{
  int n = e->kind == X_MUL ? e->nargs : 1;
  const Expr *const *f = e->kind == X_MUL ? e->arg : &e;
  for (int j = 0; j < n; j++) if (f[j]->kind != X_NUM || e->kind == X_MUL) list_push(expr_has_free(f[j], i) ? with : without, f[j]);
}

const Expr *product_of(Pool *pool, const List *l) { return l->len ? expr_mul_n(pool, l->len, l->data) : pool->one; }

/* ---- deltas -------------------------------------------------------------------------------------------------- */

/* (a == b) solved for i: i = value, where value is an integer without i */
static bool solve_delta(Pool *pool, const Expr *e, const Index *i, const Expr **value)
{
  if (e->kind != X_CMP || e->op != C_EQ || !expr_has_free(e, i)) return false;
  const Expr *a = e->arg[0], *b = e->arg[1], *v;
  if (a->kind == X_INDEX && a->u.index == i) v = b;
  else if (b->kind == X_INDEX && b->u.index == i) v = a;
  else {                                                   /* t - 1 == s */
    if (a->kind != X_ADD && b->kind != X_ADD) return false;
    const Expr *d = expr_sub(pool, a, b), *self = expr_index(pool, (Index *)(uintptr_t)i);
    v = expr_neg(pool, expr_sub(pool, d, self));
    if (expr_has_free(v, i)) v = expr_add(pool, d, self);
  }
  if (expr_has_free(v, i) || !is_whole(v)) return false;
  *value = v;
  return true;
}

static bool lies_in_axis(const Expr *v, const Axis *axis)
{
  double size = (double)axis->size, n;
  switch (v->kind) {
  case X_NUM: n = v->u.num.value; return n == 1 || (n >= 1 && n <= size);
  case X_INDEX: return v->u.index->axis == axis;
  case X_AXIS: return v->u.axis == axis;
  case X_REDUCE: return v->u.bound[0]->axis == axis;       /* argmin, argmax: is_whole */
  case X_ACCESS: {
    const Symbol *s = v->u.sym;
    ValueRange seen;
    if (s->domain.kind == DOMAIN_LABEL) return s->domain.hi <= size;
    return access_values(v, &seen) && seen.least >= 1 && seen.greatest <= size;
  }
  default: return false;
  }
}

/* every index of an access is an index, a number or data, so that it is valid whatever conditions hold */
static bool is_safe_anywhere(const Expr *e)
{
  if (e->kind == X_CALL || (e->kind == X_POW && !(e->arg[1]->kind == X_NUM && e->arg[1]->u.num.value > 0))) return false;      /* log 0, 1/0 */
  for (int j = 0; j < e->nargs; j++) {
    if (e->kind == X_ACCESS && e->arg[j]->kind == X_ADD) return false;
    if (!is_safe_anywhere(e->arg[j])) return false;
  }
  return true;
}

static const Expr *guarded(Pool *pool, const Expr *cond, const Expr *value)
{
  if (cond == pool->one) return value;
  return is_safe_anywhere(value) ? expr_mul(pool, cond, value) : expr_if(pool, cond, value, pool->zero);
}

static const Expr *within(Pool *pool, const Expr *v, const Axis *axis, Span s)
{
  const Expr *in = pool->one;
  if (s.lo) in = expr_mul(pool, expr_cmp(pool, C_LE, s.lo, v), expr_cmp(pool, C_LE, v, s.hi));
  else if (!lies_in_axis(v, axis))
    in = expr_mul(pool, expr_cmp(pool, C_LE, pool->one, v), expr_cmp(pool, C_LE, v, expr_axis(pool, (Axis *)(uintptr_t)axis)));
  return in;
}

/* A delta among the factors or the conditions: the value of the sum, else NULL. */
static const Expr *eliminate(Pool *pool, Index *i, const List *factors, Span s)
{
  List conds;
  list_init(&conds);
  const Expr *value = NULL, *result = NULL;
  const Expr *cond = s.cond;
  int at = -1, in_cond = -1;
  for (int j = 0; j < factors->len && at < 0; j++) if (solve_delta(pool, factors->data[j], i, &value)) at = j;
  if (cond->kind == X_MUL) for (int j = 0; j < cond->nargs; j++) list_push(&conds, cond->arg[j]);
  else list_push(&conds, cond);
  for (int j = 0; j < conds.len && at < 0 && in_cond < 0; j++) if (solve_delta(pool, conds.data[j], i, &value)) in_cond = j;
  if (at >= 0 || in_cond >= 0) {
    List rest, guard;
    list_init(&rest);
    list_init(&guard);
    for (int j = 0; j < factors->len; j++) if (j != at) list_push(&rest, factors->data[j]);
    for (int j = 0; j < conds.len; j++) if (j != in_cond) list_push(&guard, expr_subst_index(pool, conds.data[j], i, value));
    list_push(&guard, within(pool, value, i->axis, s));
    const Expr *g = product_of(pool, &guard), *f = expr_is_num(g, 0) ? pool->zero : expr_subst_index(pool, product_of(pool, &rest), i, value);
    result = guarded(pool, g, f);
    list_free(&rest);
    list_free(&guard);
  }
  list_free(&conds);
  return result;
}

typedef struct Opened { const struct Opened *up; const Index *index; } Opened;      /* sums that were opened on the way down */

static bool split_delta(Pool *pool, const Expr *e, const Index *i, const Opened *opened, List *with, const Expr **without);

static bool split_in_product(Pool *pool, const Expr *e, const Index *i, const Opened *opened, List *with, const Expr **without)
{
  for (int k = 0; k < e->nargs; k++) {
    List terms;
    list_init(&terms);
    const Expr *left;
    bool found = split_delta(pool, e->arg[k], i, opened, &terms, &left);
    if (found) {
      List f;
      list_init(&f);
      for (int j = 0; j < e->nargs; j++) list_push(&f, e->arg[j]);
      for (int t = 0; t < terms.len; t++) {
        f.data[k] = terms.data[t];
        list_push(with, expr_mul_n(pool, f.len, f.data));
      }
      f.data[k] = left;
      *without = expr_mul_n(pool, f.len, f.data);
      const Expr *rest = *without;
      split_delta(pool, rest, i, opened, with, without);   /* another factor may hold one too */
      list_free(&f);
    }
    list_free(&terms);
    if (found) return true;
  }
  return false;
}

/* e = with[0] + with[1] + … + without, where each `with` is a product that has a delta in i for a factor and `without` shows
 * none; looks into sums and products and the bodies of sums over other indices. False, and without = e, if there is none. */
static bool split_delta(Pool *pool, const Expr *e, const Index *i, const Opened *opened, List *with, const Expr **without)
{
  *without = e;
  if (!e->has_delta || !expr_has_free(e, i)) return false;
  const Expr *value;
  if (e->kind == X_CMP) {
    if (!solve_delta(pool, e, i, &value)) return false;
    for (const Opened *o = opened; o; o = o->up) if (expr_has_free(value, o->index)) return false;
    list_push(with, e);
    *without = pool->zero;
    return true;
  }
  if (e->kind == X_MUL) return split_in_product(pool, e, i, opened, with, without);
  if (e->kind != X_ADD && !(e->kind == X_REDUCE && e->op == R_SUM)) return false;
  bool found = false;
  List rest;
  list_init(&rest);
  if (e->kind == X_ADD) {
    for (int j = 0; j < e->nargs; j++) {
      const Expr *left;
      if (split_delta(pool, e->arg[j], i, opened, with, &left)) found = true;
      list_push(&rest, left);
    }
  } else {
    Index *j[EXPR_OPEN_INDICES];
    const Expr *args[EXPR_OPEN_ARGS], *left;
    expr_open(pool, e, j, args);
    List terms;
    list_init(&terms);
    found = split_delta(pool, args[0], i, &(Opened){ opened, j[0] }, &terms, &left);
    for (int t = 0; t < terms.len; t++) list_push(with, expr_reduce(pool, R_SUM, j[0], terms.data[t], args[1], args[2], args[3]));
    if (found) list_push(&rest, expr_reduce(pool, R_SUM, j[0], left, args[1], args[2], args[3]));
    list_free(&terms);
  }
  if (found) *without = expr_add_n(pool, rest.len, rest.data);
  list_free(&rest);
  return found;
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

/* how many values: where the range cannot be negative by its look */
static const Expr *count_of(Pool *pool, Index *i, Span s)
{
  if (s.cond == pool->one && !s.lo) return expr_axis(pool, i->axis);
  if (s.cond == pool->one) {
    const Expr *n = expr_add_n(pool, 3, (const Expr *const[]){ s.hi, expr_neg(pool, s.lo), pool->one });
    if (n->kind == X_NUM) return n->u.num.value > 0 ? n : pool->zero;
    if (s.hi->kind == X_AXIS && (expr_is_num(s.lo, 1) || expr_is_num(s.lo, 2))) return n;
  }
  return NULL;
}

static const Expr *sum(Pool *pool, Index *i, const Expr *body, Span s);

/* sum{i} sum{j} f as sum{j} sum{i} f where j's axis is older, else NULL */
static const Expr *swapped(Pool *pool, Index *i, const Expr *body, Span s)
{
  if (body->kind != X_REDUCE || body->op != R_SUM || body->u.bound[0]->axis->id >= i->axis->id) return NULL;
  for (int j = 1; j < body->nargs; j++) if (expr_has_free(body->arg[j], i)) return NULL;
  Index *j[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(pool, body, j, args);
  return sum(pool, j[0], sum(pool, i, args[0], s), (Span){ args[1], args[2], args[3] });
}

static const Expr *sum_of_list(Pool *pool, Index *i, List *terms, const Expr *rest, Span s)
{
  for (int j = 0; j < terms->len; j++) terms->data[j] = sum(pool, i, terms->data[j], s);
  list_push(terms, sum(pool, i, rest, s));
  return expr_add_n(pool, terms->len, terms->data);
}

/* sum{i} c[i] * recompose(A, (k == i)) is recompose(A, c[k]): one of the factors is such a matrix, the rest is c */
static const Expr *recomposed(Pool *pool, Index *i, const List *factors)
{
  int at = -1;
  for (int j = 0; j < factors->len; j++) {
    const Expr *f = factors->data[j], *value;
    if (f->kind != X_MATRIX || f->op != MAT_RECOMPOSE || f->nbound != 2) continue;
    const Index *row = f->u.bound[0];
    if (at >= 0 || row->axis != i->axis || !solve_delta(pool, f->arg[1], i, &value) || value->kind != X_INDEX || value->u.index != row) return NULL;
    for (int k = 0; k < f->nargs; k++) if (k != 1 && expr_has_free(f->arg[k], i)) return NULL;
    at = j;
  }
  if (at < 0) return NULL;
  Index *open[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  List rest;
  list_init(&rest);
  for (int j = 0; j < factors->len; j++) if (j != at) list_push(&rest, factors->data[j]);
  expr_open(pool, factors->data[at], open, args);
  args[1] = expr_subst_index(pool, product_of(pool, &rest), i, expr_index(pool, open[0]));
  list_free(&rest);
  return expr_close(pool, factors->data[at], open, args);
}

static const Expr *sum(Pool *pool, Index *i, const Expr *body, Span s)
{
  if (expr_is_num(body, 0)) return pool->zero;
  List in, out;
  list_init(&in);
  list_init(&out);
  const Expr *result = NULL;
  split_factors(s.cond, i, &in, &out);
  const Expr *free_cond = product_of(pool, &out);
  s.cond = product_of(pool, &in);
  in.len = out.len = 0;
  split_factors(body, i, &in, &out);
  const Expr *outer = body->kind == X_NUM ? body : product_of(pool, &out);
  const Expr *inner = product_of(pool, &in), *rest;
  if (inner == pool->one) result = count_of(pool, i, s);
  if (!result && (inner->has_delta || s.cond->has_delta)) result = eliminate(pool, i, &in, s);
  if (!result && inner->has_delta) {
    List terms;
    list_init(&terms);
    if (split_delta(pool, inner, i, NULL, &terms, &rest)) result = sum_of_list(pool, i, &terms, rest, s);
    list_free(&terms);
  }
  if (!result && inner->has_delta && s.cond == pool->one && !s.lo) result = recomposed(pool, i, &in);
  if (!result) result = swapped(pool, i, inner, s);
  if (!result) result = close_reduce(pool, R_SUM, i, inner, s);
  list_free(&in);
  list_free(&out);
  return expr_mul(pool, outer, guarded(pool, free_cond, result));
}

/* ---- the other reductions ------------------------------------------------------------------------------------ */

/* over the whole axis: free factors as powers of the size, exp(f) as exp of the sum */
static const Expr *prod(Pool *pool, Index *i, const Expr *body, Span s)
{
  if (body == pool->one) return body;
  bool whole = s.cond == pool->one && !s.lo;
  List out, in, exponents;
  list_init(&out);
  list_init(&in);
  list_init(&exponents);
  int n = body->kind == X_MUL ? body->nargs : 1;
  for (int j = 0; j < n; j++) {
    const Expr *f = body->kind == X_MUL ? body->arg[j] : body;
    if (is_call(f, pool->exp)) list_push(&exponents, f->arg[0]);
    else if (whole && !expr_has_free(f, i)) list_push(&out, expr_pow(pool, f, expr_axis(pool, i->axis)));
    else list_push(&in, f);
  }
  if (exponents.len) list_push(&out, expr_call1(pool, pool->exp, sum(pool, i, expr_add_n(pool, exponents.len, exponents.data), s)));
  if (in.len) list_push(&out, close_reduce(pool, R_PROD, i, product_of(pool, &in), s));
  const Expr *e = product_of(pool, &out);
  list_free(&out);
  list_free(&in);
  list_free(&exponents);
  return e;
}

static const Expr *extremum(Pool *pool, ReduceOp op, Index *i, const Expr *body, Span s)
{
  bool arg = op == R_ARGMIN || op == R_ARGMAX, whole = s.cond == pool->one && !s.lo;
  if (whole && !expr_has_free(body, i)) return arg ? pool->one : body;
  return close_reduce(pool, op, i, body, s);
}

static const Expr *of_nothing(Pool *pool, ReduceOp op)
{
  switch (op) {
  case R_SUM: return pool->zero;
  case R_PROD: return pool->one;
  case R_MIN: return expr_num(pool, INFINITY);
  case R_MAX: return expr_num(pool, -INFINITY);
  default: return NULL;
  }
}

const Expr *expr_reduce(Pool *pool, ReduceOp op, Index *i, const Expr *body, const Expr *cond, const Expr *lo, const Expr *hi)
{
  Span s = { cond ? cond : pool->one, lo, hi };
  if (lo || hi) {
    const Expr *last = expr_axis(pool, i->axis);
    if (!s.lo) s.lo = pool->one;
    if (!s.hi) s.hi = last;
    double n;
    if (expr_is_num(s.lo, 1) && (s.hi == last || (i->axis->size >= 0 && expr_number(s.hi, &n) && n == (double)i->axis->size))) s.lo = s.hi = NULL;
  }
  const Expr *nothing = of_nothing(pool, op);
  bool empty = expr_is_num(s.cond, 0) || (s.lo && s.lo->kind == X_NUM && s.hi->kind == X_NUM && s.hi->u.num.value < s.lo->u.num.value);
  if (empty && nothing) return nothing;
  if (s.lo && s.lo == s.hi && op != R_ARGMIN && op != R_ARGMAX) {
    const Expr *at = expr_subst_index(pool, s.cond, i, s.lo);
    return expr_if(pool, at, expr_subst_index(pool, body, i, s.lo), nothing);
  }
  if (op == R_SUM) return sum(pool, i, body, s);
  if (op == R_PROD) return prod(pool, i, body, s);
  return extremum(pool, op, i, body, s);
}

const Expr *expr_sum(Pool *pool, Index *i, const Expr *body) { return expr_reduce(pool, R_SUM, i, body, NULL, NULL, NULL); }

const Expr *expr_sum_n(Pool *pool, int n, Index *const *i, const Expr *body)
{
  while (n-- > 0) body = expr_sum(pool, i[n], body);
  return body;
}
