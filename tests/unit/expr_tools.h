/* expr_tools.h: for the tests of expressions: a small world of axes, data and parameters with values, a few functions of
 * the library, and random expressions over all node kinds that are defined at the world's points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_TOOLS_H
#define MAJORANT_EXPR_TOOLS_H
#include "test.h"
#include "base/kernels.h"
#include "base/random.h"
#include "expr/diff.h"
#include "expr/eval.h"
#include "expr/facts.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLD_PARAMS = 7 };

typedef struct World {
  Arena *arena;
  Pool *pool;
  Random random;
  Axis *I, *J, *D;
  Symbol *x, *y, *n, *z;                                   /* data: x[I,D], y[I], n[I,J] >= 0 sparse, labels z[I] in J */
  Symbol *a, *b, *s, *w, *S, *c, *u;                       /* a, b[J], s[J] > 0, w[J] simplex, S[D,D] spd, c[J,D], u in (0, 1) */
  Symbol *param[WORLD_PARAMS];
  const Function *log, *exp, *abs, *sign, *tanh, *sin, *cos, *softplus, *logistic, *lgamma, *digamma, *trigamma;
  Index *scope[8]; int nscope;
  bool smooth;                                             /* no min, max, abs, conditions on parameters */
} World;

static double uniform(World *w, double lo, double hi) { return lo + (hi - lo) * random_uniform(&w->random); }
static int choose(World *w, int n) { return (int)random_below(&w->random, (uint64_t)n); }

/* ---- the functions -------------------------------------------------------------------------------------------------- */

static Function *make_function(World *w, const char *name, double lo, double hi, unsigned shape)
{
  Function *f = function_new(w->pool, name_of(name), 1);
  f->arg[0] = name_of("x");
  f->kernel = name;
  f->range_lo = lo;
  f->range_hi = hi;
  f->range_lo_open = f->range_hi_open = true;
  f->shapes = ARENA_NEW(w->arena, FunctionShape);
  *f->shapes = (FunctionShape){ shape, NULL, -INFINITY, INFINITY, NULL };
  return f;
}

static void add_shape(World *w, Function *f, unsigned flags, double lo, double hi)
{
  FunctionShape *s = ARENA_NEW(w->arena, FunctionShape);
  *s = (FunctionShape){ flags, NULL, lo, hi, f->shapes };
  f->shapes = s;
}

static void make_functions(World *w)
{
  Pool *p = w->pool;
  const Expr *x = expr_hole(p, name_of("x"), 0, NULL), *one = expr_rat(p, 1, 1);
  const unsigned up = SHAPE_INCREASING, down = SHAPE_DECREASING, convex = SHAPE_CONVEX, concave = SHAPE_CONCAVE;
  Function *log_ = make_function(w, "log", -INFINITY, INFINITY, up | concave), *exp_ = make_function(w, "exp", 0, INFINITY, up | convex);
  Function *sign_ = make_function(w, "sign", -1, 1, up), *abs_ = make_function(w, "abs", 0, INFINITY, convex | SHAPE_EVEN);
  Function *tanh_ = make_function(w, "tanh", -1, 1, up), *softplus_ = make_function(w, "softplus", 0, INFINITY, up | convex);
  Function *sin_ = make_function(w, "sin", -1, 1, 0), *cos_ = make_function(w, "cos", -1, 1, SHAPE_EVEN);
  Function *logistic_ = make_function(w, "logistic", 0, 1, up), *lgamma_ = make_function(w, "lgamma", -0.12148629053584962, INFINITY, convex);
  Function *digamma_ = make_function(w, "digamma", -INFINITY, INFINITY, up | concave);
  Function *trigamma_ = make_function(w, "trigamma", 0, INFINITY, down | convex);
  sign_->range_lo_open = sign_->range_hi_open = abs_->range_lo_open = lgamma_->range_lo_open = false;
  sin_->range_lo_open = sin_->range_hi_open = cos_->range_lo_open = cos_->range_hi_open = false;
  add_shape(w, abs_, up | concave, 0, INFINITY);
  add_shape(w, abs_, down | concave, -INFINITY, 0);
  add_shape(w, tanh_, concave, 0, INFINITY);
  add_shape(w, tanh_, convex, -INFINITY, 0);
  add_shape(w, logistic_, concave, 0, INFINITY);
  add_shape(w, logistic_, convex, -INFINITY, 0);
  add_shape(w, lgamma_, up, 1.4616321449683624, INFINITY);
  add_shape(w, lgamma_, down, -INFINITY, 1.4616321449683622);
  Function *tetragamma_ = make_function(w, "tetragamma", -INFINITY, 0, up | concave);
  Function *positive[] = { log_, lgamma_, digamma_, trigamma_, tetragamma_ };
  for (int k = 0; k < 5; k++) { positive[k]->domain_lo = 0; positive[k]->domain_lo_open = true; }
  log_->derivative[0] = expr_div(p, one, x);
  exp_->derivative[0] = expr_call1(p, exp_, x);
  sign_->derivative[0] = expr_rat(p, 0, 1);
  abs_->derivative[0] = expr_call1(p, sign_, x);
  tanh_->derivative[0] = expr_sub(p, one, expr_pow(p, expr_call1(p, tanh_, x), expr_rat(p, 2, 1)));
  softplus_->derivative[0] = expr_call1(p, logistic_, x);
  sin_->derivative[0] = expr_call1(p, cos_, x);
  cos_->derivative[0] = expr_neg(p, expr_call1(p, sin_, x));
  logistic_->derivative[0] = expr_mul(p, expr_call1(p, logistic_, x), expr_call1(p, logistic_, expr_neg(p, x)));
  lgamma_->derivative[0] = expr_call1(p, digamma_, x);
  digamma_->derivative[0] = expr_call1(p, trigamma_, x);
  trigamma_->derivative[0] = expr_call1(p, tetragamma_, x);
  w->log = log_; w->exp = exp_; w->abs = abs_; w->sign = sign_; w->tanh = tanh_; w->sin = sin_; w->cos = cos_;
  w->softplus = softplus_; w->logistic = logistic_; w->lgamma = lgamma_; w->digamma = digamma_; w->trigamma = trigamma_;
}

/* ---- symbols and values ---------------------------------------------------------------------------------------------- */

static Symbol *make_symbol(World *w, SymbolKind kind, const char *name, DomainKind domain, int naxes, Axis *a0, Axis *a1)
{
  Axis *axes[2] = { a0, a1 };
  Symbol *s = symbol_new(w->pool, kind, name_of(name), naxes, axes);
  s->domain.kind = domain;
  if (domain == DOMAIN_SIMPLEX) { s->domain.lo = 0; s->domain.hi = 1; }
  int64_t size[2];
  for (int k = 0; k < naxes; k++) size[k] = axes[k]->size;
  s->value = naxes ? array_new(naxes, size) : array_scalar(0);
  return s;
}

/* a point of the parameter's domain, as interior as a random start; also the data */
static void draw_value(World *w, Symbol *s)
{
  double *v = s->value->data, sum = 0;
  int64_t count = array_count(s->value);
  for (int64_t k = 0; k < count; k++) {
    if (s->domain.kind == DOMAIN_INTERVAL) v[k] = s->domain.hi < 2 ? uniform(w, 0.05, 0.95) : uniform(w, 0.2, 2.5);
    else if (s->domain.kind == DOMAIN_SIMPLEX) sum += v[k] = uniform(w, 0.1, 1);
    else v[k] = uniform(w, -1.5, 1.5);
  }
  if (s->domain.kind == DOMAIN_SIMPLEX) for (int64_t k = 0; k < count; k++) v[k] /= sum;
  if (s->domain.kind == DOMAIN_SPD) {
    int64_t n = s->value->size[0];
    double half[64];
    memcpy(half, v, sizeof(double) * (size_t)count);
    for (int64_t i = 0; i < n; i++) {
      for (int64_t j = 0; j < n; j++) {
        v[i * n + j] = i == j;
        for (int64_t k = 0; k < n; k++) v[i * n + j] += 0.4 * half[i * n + k] * half[j * n + k];
      }
    }
  }
}

static void draw_params(World *w) { for (int k = 0; k < WORLD_PARAMS; k++) draw_value(w, w->param[k]); }

static inline World *world_new(uint64_t seed)
{
  World *w = calloc(1, sizeof *w);
  w->arena = arena_new();
  w->pool = pool_new(w->arena);
  w->random = random_stream(seed, random_purpose("expr_tools"), 0);
  make_functions(w);
  w->I = axis_new(w->pool, name_of("I"), 4);
  w->J = axis_new(w->pool, name_of("J"), 3);
  w->D = axis_new(w->pool, name_of("D"), 3);
  w->x = make_symbol(w, SYM_DATA, "x", DOMAIN_REAL, 2, w->I, w->D);
  w->y = make_symbol(w, SYM_DATA, "y", DOMAIN_REAL, 1, w->I, NULL);
  w->z = make_symbol(w, SYM_DATA, "z", DOMAIN_REAL, 1, w->I, NULL);
  w->n = make_symbol(w, SYM_DATA, "n", DOMAIN_REAL, 2, w->I, w->J);
  draw_value(w, w->x);
  draw_value(w, w->y);
  for (int k = 0; k < 4; k++) w->z->value->data[k] = 1 + choose(w, 3);
  array_unref(w->n->value);
  w->n->value = array_new_sparse(4, 3, 5);
  for (int k = 0; k < 5; k++) { w->n->value->data[k] = 1 + choose(w, 4); w->n->value->row[k] = (int32_t[]){ 0, 2, 1, 0, 3 }[k]; }
  memcpy(w->n->value->column_start, (int64_t[]){ 0, 2, 3, 5 }, 4 * sizeof(int64_t));
  Symbol *data[] = { w->x, w->y, w->z, w->n };
  for (int k = 0; k < 4; k++) data[k]->range_known = array_range(data[k]->value, &data[k]->least, &data[k]->greatest, &data[k]->integer);
  w->a = make_symbol(w, SYM_PARAM, "a", DOMAIN_REAL, 0, NULL, NULL);
  w->b = make_symbol(w, SYM_PARAM, "b", DOMAIN_REAL, 1, w->J, NULL);
  w->s = make_symbol(w, SYM_PARAM, "s", DOMAIN_INTERVAL, 1, w->J, NULL);
  w->s->domain.lo = 0;
  w->s->domain.hi = INFINITY;
  w->s->domain.lo_open = w->s->domain.hi_open = true;
  w->w = make_symbol(w, SYM_PARAM, "w", DOMAIN_SIMPLEX, 1, w->J, NULL);
  w->w->domain.axes = 1;
  w->S = make_symbol(w, SYM_PARAM, "S", DOMAIN_SPD, 2, w->D, w->D);
  w->S->domain.axes = 3;
  w->c = make_symbol(w, SYM_PARAM, "c", DOMAIN_REAL, 2, w->J, w->D);
  w->u = make_symbol(w, SYM_PARAM, "u", DOMAIN_INTERVAL, 0, NULL, NULL);
  w->u->domain.lo = 0;
  w->u->domain.hi = 1;
  w->u->domain.lo_open = w->u->domain.hi_open = true;
  Symbol *all[WORLD_PARAMS] = { w->a, w->b, w->s, w->w, w->S, w->c, w->u };
  memcpy(w->param, all, sizeof all);
  draw_params(w);
  return w;
}

static inline void world_free(World *w)
{
  Symbol *data[] = { w->x, w->y, w->z, w->n };
  for (int k = 0; k < 4; k++) array_unref(data[k]->value);
  for (int k = 0; k < WORLD_PARAMS; k++) array_unref(w->param[k]->value);
  arena_free(w->arena);
  free(w);
}

static inline const char *text_of(World *w, const Expr *e) { return expr_text(w->arena, e); }

static inline double value_of(World *w, const Expr *e)       /* by the reference evaluator */
{
  char *error = NULL;
  Array *r = expr_eval(w->pool, e, 0, NULL, NULL, &error);
  if (!r) fail_msg("%s in %s", error, text_of(w, e));
  double v = r->data[0];
  array_unref(r);
  return v;
}

/* ---- random expressions --------------------------------------------------------------------------------------------------- */

static const Expr *index_of(World *w, Axis *axis)
{
  const Expr *found[8];
  int n = 0;
  for (int k = 0; k < w->nscope; k++) if (w->scope[k]->axis == axis) found[n++] = expr_index(w->pool, w->scope[k]);
  if (n == 0 || choose(w, 8) == 0) {
    if (axis == w->J && choose(w, 3) == 0) {                     /* a gather: z[i] */
      const Expr *i = index_of(w, w->I);
      return expr_access(w->pool, w->z, &i);
    }
    return expr_rat(w->pool, 1 + choose(w, (int)axis->size), 1);
  }
  return found[choose(w, n)];
}

static const Expr *access_of(World *w, Symbol *s)
{
  const Expr *idx[2];
  for (int k = 0; k < s->naxes; k++) idx[k] = index_of(w, s->axis[k]);
  return expr_access(w->pool, s, idx);
}

static const Expr *random_real(World *w, int depth);
static const Expr *random_positive(World *w, int depth);

static const Expr *number(World *w) { return expr_rat(w->pool, 1 + choose(w, 5), 1 + choose(w, 3)); }

static const Expr *bind(World *w, ReduceOp op, const Expr *(*body)(World *, int), int depth)
{
  Axis *axes[] = { w->I, w->J, w->D };
  Index *i = index_new(w->pool, name_of("k"), axes[choose(w, 3)]);
  w->scope[w->nscope++] = i;
  const Expr *e = body(w, depth), *cond = NULL, *lo = NULL, *hi = NULL;
  if (op == R_SUM || op == R_PROD) {
    if (choose(w, 5) == 0) { lo = expr_rat(w->pool, 2, 1); hi = expr_axis(w->pool, i->axis); }
    else if (choose(w, 5) == 0) cond = expr_cmp(w->pool, choose(w, 2) ? C_NE : C_LE, expr_index(w->pool, i), index_of(w, i->axis));
  }
  w->nscope--;
  return expr_reduce(w->pool, op, i, e, cond, lo, hi);
}

/* sum{d, e} v[d] * inv(S)[d,e] * v[e] with v[d] = x[i,d] - c[j,d], or one element of the inverse, or of the solution of S q = c */
static const Expr *random_matrix(World *w, int form)
{
  Pool *p = w->pool;
  Index *r = index_new(p, name_of("r"), w->D), *q = index_new(p, name_of("q"), w->D), *d = index_new(p, name_of("d"), w->D),
        *e = index_new(p, name_of("e"), w->D);
  const Expr *rq[2] = { expr_index(p, r), expr_index(p, q) }, *de[2] = { expr_index(p, d), expr_index(p, e) };
  const Expr *body = expr_access(p, w->S, rq);
  if (choose(w, 3) == 0) body = expr_add(p, body, expr_mul(p, random_positive(w, 0), expr_cmp(p, C_EQ, rq[0], rq[1])));
  if (form == 0) return expr_matrix(p, MAT_LOGDET, 1, &r, &q, body, NULL, NULL);
  if (form == 1) {
    const Expr *same[2];
    same[0] = same[1] = index_of(w, w->D);
    return expr_matrix(p, MAT_INV, 1, &r, &q, body, NULL, same);
  }
  const Expr *i = index_of(w, w->I), *j = index_of(w, w->J), *v[2];
  for (int k = 0; k < 2; k++) {
    const Expr *xi[2] = { i, de[k] }, *cj[2] = { j, de[k] };
    v[k] = expr_sub(p, expr_access(p, w->x, xi), expr_access(p, w->c, cj));
  }
  const Expr *factor[3] = { v[0], expr_matrix(p, MAT_INV, 1, &r, &q, body, NULL, de), v[1] };
  Index *both[2] = { d, e };
  return expr_sum_n(p, 2, both, expr_mul_n(p, 3, factor));
}

/* moderate in size, so that exps of exps stay finite */
static const Expr *bounded(World *w, int depth)
{
  const Expr *e = random_real(w, depth);
  return choose(w, 2) ? expr_call1(w->pool, w->tanh, e) : expr_call1(w->pool, w->sin, e);
}

static const Expr *random_positive(World *w, int depth)
{
  Pool *p = w->pool;
  if (depth <= 0) {
    switch (choose(w, 5)) {
    case 0: return access_of(w, w->s);
    case 1: return access_of(w, w->w);
    case 2: return number(w);
    case 3: return access_of(w, w->u);
    default: return expr_call1(p, w->exp, access_of(w, w->b));
    }
  }
  switch (choose(w, 15)) {
  case 0: return expr_call1(p, w->exp, depth > 1 ? bounded(w, depth - 1) : random_real(w, depth - 1));
  case 1: return expr_mul(p, random_positive(w, depth - 1), random_positive(w, depth - 1));
  case 2: return expr_add(p, random_positive(w, depth - 1), random_positive(w, depth - 1));
  case 3: return expr_add(p, number(w), expr_pow(p, random_real(w, depth - 1), expr_rat(p, 2, 1)));
  case 4: return expr_pow(p, random_positive(w, depth - 1), expr_rat(p, choose(w, 7) - 3, 1 + choose(w, 2)));
  case 5: return expr_call1(p, w->softplus, random_real(w, depth - 1));
  case 6: return expr_call1(p, w->logistic, random_real(w, depth - 1));
  case 7: return expr_div(p, random_positive(w, depth - 1), random_positive(w, depth - 1));
  case 8: return expr_add(p, random_positive(w, 0), bind(w, R_SUM, random_positive, depth - 1));
  case 9: return bind(w, R_PROD, random_positive, depth - 1);
  case 10: return random_matrix(w, 1);
  case 11: return expr_pow(p, random_positive(w, depth - 1), bounded(w, depth - 1));
  case 12: return w->smooth ? random_positive(w, depth - 1) : bind(w, choose(w, 2) ? R_MIN : R_MAX, random_positive, depth - 1);
  case 13: return expr_call1(p, w->trigamma, random_positive(w, depth - 1));
  default: return expr_add(p, number(w), random_matrix(w, 2));
  }
}

static const Expr *random_condition(World *w, int depth)
{
  Pool *p = w->pool;
  if (w->nscope > 1 && choose(w, 2)) return expr_cmp(p, C_LT, index_of(w, w->I), index_of(w, w->J));
  if (w->smooth) return expr_cmp(p, choose(w, 2) ? C_LE : C_EQ, access_of(w, w->z), index_of(w, w->J));
  return expr_cmp(p, C_LT, random_real(w, depth), random_real(w, depth));
}

static const Expr *random_real(World *w, int depth)
{
  Pool *p = w->pool;
  if (depth <= 0) {
    switch (choose(w, 8)) {
    case 0: return access_of(w, w->a);
    case 1: return access_of(w, w->b);
    case 2: return access_of(w, w->c);
    case 3: return access_of(w, w->x);
    case 4: return access_of(w, w->y);
    case 5: return access_of(w, w->n);
    case 6: return access_of(w, w->s);
    default: return expr_neg(p, number(w));
    }
  }
  switch (choose(w, 19)) {
  case 0: case 1: return expr_add(p, random_real(w, depth - 1), random_real(w, depth - 1));
  case 2: return expr_sub(p, random_real(w, depth - 1), random_real(w, depth - 1));
  case 3: case 4: return expr_mul(p, random_real(w, depth - 1), random_real(w, depth - 1));
  case 5: return expr_div(p, random_real(w, depth - 1), random_positive(w, depth - 1));
  case 6: return expr_call1(p, w->log, random_positive(w, depth - 1));
  case 7: return bounded(w, depth - 1);
  case 8: return expr_pow(p, random_real(w, depth - 1), expr_rat(p, 2 + choose(w, 2), 1));
  case 9: case 10: return bind(w, R_SUM, random_real, depth - 1);
  case 11: return bind(w, R_PROD, random_real, depth - 1);
  case 12: return w->smooth ? random_real(w, depth - 1) : bind(w, choose(w, 2) ? R_MIN : R_MAX, random_real, depth - 1);
  case 13: return w->smooth ? random_real(w, depth - 1) : expr_call1(p, w->abs, random_real(w, depth - 1));
  case 14: return expr_if(p, random_condition(w, depth - 1), random_real(w, depth - 1), random_real(w, depth - 1));
  case 15: return random_matrix(w, choose(w, 3));
  case 16: return expr_call1(p, choose(w, 2) ? w->lgamma : w->digamma, random_positive(w, depth - 1));
  case 17: {                                                     /* sum{t} [t > 1] * y[t-1] * … : an access that must not be made */
    Index *t = index_new(p, name_of("t"), w->I);
    const Expr *one = expr_rat(p, 1, 1), *before = expr_sub(p, expr_index(p, t), one), *idx = before;
    w->scope[w->nscope++] = t;
    const Expr *body = expr_mul(p, expr_access(p, w->y, &idx), random_real(w, depth - 1));
    w->nscope--;
    return expr_reduce(p, R_SUM, t, body, expr_cmp(p, C_LT, one, expr_index(p, t)), NULL, NULL);
  }
  default: return expr_mul(p, random_positive(w, depth - 1), random_real(w, depth - 1));
  }
}

#endif
