/* code_models.h: definition lists as derivations make them, of any size: for tests and timings of compiled programs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_MODELS_H
#define MAJORANT_CODE_MODELS_H
#include "base/random.h"
#include "code_tools.h"
#include "expr/function.h"
#include "plan/definition.h"
#include <math.h>
#include <string.h>

typedef struct Model {
  Arena *arena; Pool *pool;
  const Function *log, *exp;
  DefinitionList list;
  Random random;
  Symbol *owned[32]; int nowned;          /* their values belong to the model */
} Model;

static Function *model_function(Model *m, const char *name, double range_lo)
{
  Function *f = function_new(m->pool, name_of(name), 1);
  f->arg[0] = name_of("x");
  f->kernel = name;
  f->range_lo = range_lo;
  return f;
}

static inline Model *model_new(uint64_t seed)
{
  Arena *arena = arena_new();
  Model *m = ARENA_NEW(arena, Model);
  m->arena = arena;
  m->pool = pool_new(arena);
  Function *log_ = model_function(m, "log", -INFINITY), *exp_ = model_function(m, "exp", 0);
  const Expr *x = expr_hole(m->pool, name_of("x"), 0, NULL);
  log_->domain_lo = 0;
  log_->derivative[0] = expr_div(m->pool, expr_rat(m->pool, 1, 1), x);
  exp_->derivative[0] = expr_call1(m->pool, exp_, x);
  m->log = log_;
  m->exp = exp_;
  m->list = (DefinitionList){ .arena = arena };
  m->random = random_stream(seed, random_purpose("code_models"), 0);
  return m;
}

static inline void model_free(Model *m)
{
  for (int k = 0; k < m->nowned; k++) array_unref(m->owned[k]->value);
  arena_free(m->arena);
}

/* ---- building ------------------------------------------------------------------------------------------------------------ */

static inline Axis *axis(Model *m, const char *name, int64_t size) { return axis_new(m->pool, name_of(name), size); }
static inline Index *index_(Model *m, Axis *a, const char *name) { return index_new(m->pool, name_of(name), a); }
static inline const Expr *ix(Model *m, Index *i) { return expr_index(m->pool, i); }
static inline const Expr *at0(Model *m, Symbol *s) { return expr_access(m->pool, s, NULL); }
static inline const Expr *at1(Model *m, Symbol *s, Index *a) { return expr_access(m->pool, s, (const Expr *const[]){ ix(m, a) }); }
static inline const Expr *at2(Model *m, Symbol *s, Index *a, Index *b) { return expr_access(m->pool, s, (const Expr *const[]){ ix(m, a), ix(m, b) }); }
static inline const Expr *at3(Model *m, Symbol *s, Index *a, Index *b, Index *c)
{
  return expr_access(m->pool, s, (const Expr *const[]){ ix(m, a), ix(m, b), ix(m, c) });
}
static inline const Expr *add(Model *m, const Expr *a, const Expr *b) { return expr_add(m->pool, a, b); }
static inline const Expr *sub(Model *m, const Expr *a, const Expr *b) { return expr_sub(m->pool, a, b); }
static inline const Expr *mul(Model *m, const Expr *a, const Expr *b) { return expr_mul(m->pool, a, b); }
static inline const Expr *quo(Model *m, const Expr *a, const Expr *b) { return expr_div(m->pool, a, b); }
static inline const Expr *sum(Model *m, Index *i, const Expr *e) { return expr_sum(m->pool, i, e); }
static inline const Expr *sq(Model *m, const Expr *e) { return expr_pow(m->pool, e, expr_rat(m->pool, 2, 1)); }
static inline const Expr *num(Model *m, double v) { return expr_num(m->pool, v); }
static inline const Expr *log_(Model *m, const Expr *e) { return expr_call1(m->pool, m->log, e); }
static inline const Expr *exp_(Model *m, const Expr *e) { return expr_call1(m->pool, m->exp, e); }
static inline const Expr *reduce(Model *m, ReduceOp op, Index *i, const Expr *e) { return expr_reduce(m->pool, op, i, e, NULL, NULL, NULL); }
static inline const Expr *when(Model *m, const Expr *c, const Expr *a, const Expr *b) { return expr_if(m->pool, c, a, b); }

static inline Symbol *symbol(Model *m, SymbolKind kind, const char *name, DomainKind domain, int n, Axis *a, Axis *b, Axis *c)
{
  Axis *axes[3] = { a, b, c };
  Symbol *s = symbol_new(m->pool, kind, name_of(name), n, axes);
  s->domain.kind = domain;
  if (domain == DOMAIN_SIMPLEX) { s->domain.axes = 1; s->domain.lo = 0; s->domain.hi = 1; }
  if (domain == DOMAIN_INTERVAL) { s->domain.lo = 0; s->domain.hi = INFINITY; }
  return s;
}

static inline Symbol *target(Model *m, const char *name, int n, Axis *a, Axis *b, Axis *c) { return symbol(m, SYM_STAT, name, DOMAIN_REAL, n, a, b, c); }

static inline double normal(Model *m)
{
  double s = 0;
  for (int k = 0; k < 4; k++) s += random_uniform(&m->random);
  return (s - 2) * 1.7320508075688772;
}

/* values: normal, or uniform in (0.1, 1.1) for what is not negative; an spd matrix has a dominant diagonal; simplex columns sum to one */
static inline void fill(Model *m, Symbol *s)
{
  int64_t size[ARRAY_MAX_AXES] = { 0 }, n = 1;
  for (int k = 0; k < s->naxes; k++) n *= size[k] = s->axis[k]->size;
  s->value = array_new(s->naxes, size);
  double *v = s->value->data;
  bool positive = s->domain.kind == DOMAIN_INTERVAL || s->domain.kind == DOMAIN_SIMPLEX;
  for (int64_t k = 0; k < n; k++) v[k] = positive ? 0.1 + random_uniform(&m->random) : normal(m);
  if (s->domain.kind == DOMAIN_SIMPLEX) {
    int64_t rest = n / size[0];
    for (int64_t r = 0; r < rest; r++) {
      double t = 0;
      for (int64_t k = 0; k < size[0]; k++) t += v[k * rest + r];
      for (int64_t k = 0; k < size[0]; k++) v[k * rest + r] /= t;
    }
  }
  if (s->domain.kind == DOMAIN_SPD) {
    int64_t d = size[s->naxes - 1];
    for (int64_t k = 0; k < n; k++) {
      int64_t row = k / d % d, col = k % d, other = k - row * d - col + col * d + row;
      if (row > col) v[k] = v[other] = 0.1 * v[k];
      if (row == col) v[k] = 1 + fabs(v[k]);
    }
    for (int64_t k = 0; k < n; k++) { int64_t row = k / d % d, col = k % d; if (row < col) v[k] = v[k - row * d - col + col * d + row]; }
  }
  s->range_known = array_range(s->value, &s->least, &s->greatest, &s->integer);
  m->owned[m->nowned++] = s;
}

static inline Symbol *given(Model *m, SymbolKind kind, const char *name, DomainKind domain, int n, Axis *a, Axis *b, Axis *c)
{
  Symbol *s = symbol(m, kind, name, domain, n, a, b, c);
  fill(m, s);
  return s;
}

/* the touch symbol of a parameter with a value */
static inline Symbol *touch(Model *m, const char *name, DomainKind domain, int n, Axis *a, Axis *b, Axis *c)
{
  return symbol_touch(m->pool, given(m, SYM_PARAM, name, domain, n, a, b, c));
}

static inline void define(Model *m, Symbol *t, Index *a, Index *b, Index *c, const Expr *e)
{
  Index *own[3] = { a, b, c };
  definition_add(m->pool, &m->list, t, own, e);
}

/* ---- models ---------------------------------------------------------------------------------------------------------------- */

static inline Model *model_kmeans(int64_t n, int64_t dims, int64_t clusters)
{
  Model *m = model_new(1);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", dims), *K = axis(m, "K", clusters);
  Index *i = index_(m, N, "i"), *d = index_(m, D, "d"), *k = index_(m, K, "k"), *l = index_(m, K, "l");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *c = touch(m, "c", DOMAIN_REAL, 2, K, D, NULL);
  const Expr *dist = sum(m, d, sq(m, sub(m, at2(m, x, i, d), at2(m, c, l, d))));
  const Expr *hit = expr_cmp(m->pool, C_EQ, ix(m, k), reduce(m, R_ARGMIN, l, dist));
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *cnt = target(m, "n", 1, K, NULL, NULL), *s = target(m, "s", 2, K, D, NULL);
  define(m, loss, NULL, NULL, NULL, sum(m, i, reduce(m, R_MIN, l, dist)));
  define(m, cnt, k, NULL, NULL, sum(m, i, hit));
  define(m, s, k, d, NULL, sum(m, i, mul(m, hit, at2(m, x, i, d))));
  define(m, c->twin, k, d, NULL, when(m, expr_cmp(m->pool, C_LT, num(m, 0), at1(m, cnt, k)), quo(m, at2(m, s, k, d), at1(m, cnt, k)), at2(m, c, k, d)));
  return m;
}

static inline Model *model_gmm(int64_t n, int64_t dims, int64_t comps)
{
  Model *m = model_new(2);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", dims), *K = axis(m, "K", comps);
  Index *i = index_(m, N, "i"), *d = index_(m, D, "d"), *e = index_(m, D, "e"), *k = index_(m, K, "k"), *l = index_(m, K, "l");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *w = touch(m, "w", DOMAIN_SIMPLEX, 1, K, NULL, NULL);
  Symbol *mu = touch(m, "mu", DOMAIN_REAL, 2, K, D, NULL), *S = touch(m, "S", DOMAIN_SPD, 3, K, D, D);
  Pool *p = m->pool;
  Index *r = index_(m, D, "r"), *q = index_(m, D, "q");
  const Expr *de[2] = { ix(m, d), ix(m, e) };
  const Expr *quad = sum(m, d, sum(m, e, mul(m, mul(m, sub(m, at2(m, x, i, d), at2(m, mu, k, d)), sub(m, at2(m, x, i, e), at2(m, mu, k, e))),
                                             expr_matrix(p, MAT_INV, 1, &r, &q, at3(m, S, k, r, q), NULL, de))));
  const Expr *det = expr_matrix(p, MAT_LOGDET, 1, &r, &q, at3(m, S, k, r, q), NULL, NULL);
  const Expr *half = expr_rat(p, -1, 2), *norm = num(m, -0.5 * (double)dims * log(2 * 3.141592653589793));
  const Expr *term = mul(m, at1(m, w, k), exp_(m, add(m, add(m, mul(m, half, quad), mul(m, half, det)), norm)));
  const Expr *all = sum(m, k, term), *resp = quo(m, term, all);
  Symbol *weight = symbol(m, SYM_WEIGHT, "r", DOMAIN_REAL, 2, N, K, NULL);
  weight->own[0] = i;
  weight->own[1] = k;
  weight->def = resp;
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *cnt = target(m, "n", 1, K, NULL, NULL), *s = target(m, "s", 2, K, D, NULL), *A = target(m, "A", 3, K, D, D);
  const Expr *rik = at2(m, weight, i, k), *yd = sub(m, at2(m, x, i, d), at2(m, mu, k, d)), *ye = sub(m, at2(m, x, i, e), at2(m, mu, k, e));
  define(m, loss, NULL, NULL, NULL, expr_neg(p, sum(m, i, log_(m, all))));
  define(m, cnt, k, NULL, NULL, sum(m, i, rik));
  define(m, s, k, d, NULL, sum(m, i, mul(m, rik, yd)));
  define(m, A, k, d, e, sum(m, i, mul(m, rik, mul(m, yd, ye))));
  define(m, w->twin, k, NULL, NULL, quo(m, at1(m, cnt, k), sum(m, l, at1(m, cnt, l))));
  define(m, mu->twin, k, d, NULL, add(m, at2(m, mu, k, d), quo(m, at2(m, s, k, d), at1(m, cnt, k))));
  const Expr *shift = quo(m, mul(m, at2(m, s, k, d), at2(m, s, k, e)), sq(m, at1(m, cnt, k)));
  define(m, S->twin, k, d, e, sub(m, quo(m, at3(m, A, k, d, e), at1(m, cnt, k)), shift));
  return m;
}

static inline Array *sparse_counts(Model *m, int64_t rows, int64_t columns, int64_t per_column)
{
  Array *n = array_new_sparse(rows, columns, columns * per_column);
  int64_t e = 0;
  for (int64_t y = 0; y < columns; y++) {
    int64_t step = rows / per_column, w = (int64_t)random_below(&m->random, (uint64_t)(step > 0 ? step : 1));
    for (int64_t j = 0; j < per_column; j++, w += step) { n->row[e] = (int32_t)w; n->data[e++] = 1 + (double)random_below(&m->random, 3); }
    n->column_start[y + 1] = e;
  }
  return n;
}

/* counts n[W, Y] of words in documents, `per_doc` different ones in each */
static inline Symbol *count_data_by(Model *m, bool rows, Axis *W, Axis *Y, int64_t per_doc, bool sparse)
{
  Symbol *n = symbol(m, SYM_DATA, "n", DOMAIN_REAL, 2, rows ? Y : W, rows ? W : Y, NULL);
  Array *counts = sparse_counts(m, W->size, Y->size, per_doc);
  if (rows) {
    Array *turned = array_copy(array_turned(counts));
    array_unref(counts);
    counts = turned;
  }
  n->value = counts;
  if (!sparse) { n->value = array_dense(counts); array_unref(counts); }
  n->range_known = array_range(n->value, &n->least, &n->greatest, &n->integer);
  m->owned[m->nowned++] = n;
  return n;
}

static inline Symbol *count_data(Model *m, Axis *W, Axis *Y, int64_t per_doc, bool sparse) { return count_data_by(m, false, W, Y, per_doc, sparse); }

static inline Model *model_plsa(int64_t words, int64_t docs, int64_t per_doc, int64_t topics, bool sparse)
{
  Model *m = model_new(3);
  Axis *W = axis(m, "W", words), *Y = axis(m, "Y", docs), *Z = axis(m, "Z", topics);
  Index *w = index_(m, W, "w"), *v = index_(m, W, "v"), *y = index_(m, Y, "y"), *z = index_(m, Z, "z"), *t = index_(m, Z, "t");
  Symbol *n = count_data(m, W, Y, per_doc, sparse);
  Symbol *phi = touch(m, "phi", DOMAIN_SIMPLEX, 2, W, Z, NULL), *theta = touch(m, "theta", DOMAIN_SIMPLEX, 2, Z, Y, NULL);
  const Expr *p = sum(m, t, mul(m, at2(m, phi, w, t), at2(m, theta, t, y)));
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *a = target(m, "a", 2, W, Z, NULL), *b = target(m, "b", 2, Z, Y, NULL);
  const Expr *nwy = at2(m, n, w, y);
  define(m, loss, NULL, NULL, NULL, expr_neg(m->pool, sum(m, w, sum(m, y, mul(m, nwy, log_(m, p))))));
  define(m, a, w, z, NULL, mul(m, at2(m, phi, w, z), sum(m, y, quo(m, mul(m, at2(m, theta, z, y), nwy), p))));
  define(m, b, z, y, NULL, mul(m, at2(m, theta, z, y), sum(m, w, quo(m, mul(m, at2(m, phi, w, z), nwy), p))));
  define(m, phi->twin, w, z, NULL, quo(m, at2(m, a, w, z), sum(m, v, at2(m, a, v, z))));
  define(m, theta->twin, z, y, NULL, quo(m, at2(m, b, z, y), sum(m, t, at2(m, b, t, y))));
  return m;
}

static inline Model *model_student(int64_t n, int64_t dims)
{
  Model *m = model_new(4);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", dims);
  Index *i = index_(m, N, "i"), *d = index_(m, D, "d"), *e = index_(m, D, "e"), *g = index_(m, D, "g"), *r = index_(m, D, "r"), *q = index_(m, D, "q");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *y = given(m, SYM_DATA, "y", DOMAIN_REAL, 1, N, NULL, NULL), *b = touch(m, "b", DOMAIN_REAL, 1, D, NULL, NULL);
  const Expr *res = sub(m, at1(m, y, i), sum(m, e, mul(m, at2(m, x, i, e), at1(m, b, e))));
  const Expr *t = add(m, num(m, 1), quo(m, sq(m, res), num(m, 3))), *u = quo(m, num(m, 4.0 / 3), t);
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *H = target(m, "H", 2, D, D, NULL), *h = target(m, "h", 1, D, NULL, NULL);
  define(m, loss, NULL, NULL, NULL, sum(m, i, mul(m, num(m, 2), log_(m, t))));
  define(m, H, d, g, NULL, sum(m, i, mul(m, u, mul(m, at2(m, x, i, d), at2(m, x, i, g)))));
  define(m, h, d, NULL, NULL, sum(m, i, mul(m, u, mul(m, at2(m, x, i, d), res))));
  const Expr *at = ix(m, d);
  define(m, b->twin, d, NULL, NULL, add(m, at1(m, b, d), expr_matrix(m->pool, MAT_SOLVE, 1, &r, &q, at2(m, H, r, q), at1(m, h, r), &at)));
  return m;
}

/* mixture of multinomials over sparse counts: what a document's counts say of each component, in the log domain; documents are columns, or rows */
static inline Model *model_multinomial_by(bool rows, int64_t words, int64_t docs, int64_t per_doc, int64_t comps, bool sparse)
{
  Model *m = model_new(10);
  Axis *W = axis(m, "W", words), *Y = axis(m, "Y", docs), *K = axis(m, "K", comps);
  Index *w = index_(m, W, "w"), *y = index_(m, Y, "y"), *k = index_(m, K, "k");
  Symbol *n = count_data_by(m, rows, W, Y, per_doc, sparse);
  const Expr *of_word = rows ? at2(m, n, y, w) : at2(m, n, w, y);
  Symbol *pi = touch(m, "pi", DOMAIN_SIMPLEX, 1, K, NULL, NULL), *p = touch(m, "p", DOMAIN_SIMPLEX, 2, W, K, NULL);
  const Expr *term = mul(m, at1(m, pi, k), reduce(m, R_PROD, w, expr_pow(m->pool, at2(m, p, w, k), of_word))), *all = sum(m, k, term);
  Symbol *r = symbol(m, SYM_WEIGHT, "r", DOMAIN_REAL, 2, Y, K, NULL);
  r->own[0] = y;
  r->own[1] = k;
  r->def = quo(m, term, all);
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *s = target(m, "s", 1, K, NULL, NULL), *a = target(m, "a", 2, W, K, NULL);
  define(m, loss, NULL, NULL, NULL, expr_neg(m->pool, sum(m, y, log_(m, all))));
  define(m, s, k, NULL, NULL, sum(m, y, at2(m, r, y, k)));
  define(m, a, w, k, NULL, sum(m, y, mul(m, at2(m, r, y, k), of_word)));
  return m;
}

static inline Model *model_multinomial(int64_t words, int64_t docs, int64_t per_doc, int64_t comps, bool sparse)
{
  return model_multinomial_by(false, words, docs, per_doc, comps, sparse);
}

/* squared loss over a dense matrix with both gradients: a pass over one axis, the other inside */
static inline Model *model_factors(int64_t rows, int64_t columns, int64_t rank)
{
  Model *m = model_new(5);
  Axis *I = axis(m, "I", rows), *J = axis(m, "J", columns), *R = axis(m, "R", rank);
  Index *i = index_(m, I, "i"), *j = index_(m, J, "j"), *k = index_(m, R, "k"), *l = index_(m, R, "l");
  Symbol *v = given(m, SYM_DATA, "v", DOMAIN_INTERVAL, 2, I, J, NULL), *a = touch(m, "a", DOMAIN_INTERVAL, 2, I, R, NULL), *b = touch(m, "b", DOMAIN_INTERVAL, 2, R, J, NULL);
  const Expr *p = sum(m, l, mul(m, at2(m, a, i, l), at2(m, b, l, j))), *res = sub(m, p, at2(m, v, i, j));
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *ga = target(m, "ga", 2, I, R, NULL), *gb = target(m, "gb", 2, R, J, NULL);
  define(m, loss, NULL, NULL, NULL, sum(m, i, sum(m, j, sq(m, res))));
  define(m, ga, i, k, NULL, sum(m, j, mul(m, res, at2(m, b, k, j))));
  define(m, gb, k, j, NULL, sum(m, i, mul(m, res, at2(m, a, i, k))));
  Symbol *na = target(m, "na", 2, I, R, NULL);
  const Expr *ratio = quo(m, at2(m, v, i, j), p);
  define(m, na, i, k, NULL, quo(m, mul(m, at2(m, a, i, k), sum(m, j, mul(m, ratio, at2(m, b, k, j)))), sum(m, j, at2(m, b, k, j))));
  return m;
}

/* distances between all pairs of rows, i < j, through a function; and what each row has of them */
static inline Model *model_pairs(int64_t n, int64_t dims)
{
  Model *m = model_new(6);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", dims);
  Index *i = index_(m, N, "i"), *j = index_(m, N, "j"), *d = index_(m, D, "d"), *e = index_(m, D, "e");
  Symbol *x = given(m, SYM_PARAM, "x", DOMAIN_REAL, 2, N, D, NULL);
  const Expr *dist = sum(m, e, sq(m, sub(m, at2(m, x, i, e), at2(m, x, j, e)))), *f = log_(m, add(m, num(m, 1), dist));
  const Expr *less = expr_cmp(m->pool, C_LT, ix(m, i), ix(m, j));
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *g = target(m, "g", 2, N, D, NULL);
  const Expr *inner = expr_reduce(m->pool, R_SUM, j, f, less, NULL, NULL);
  define(m, loss, NULL, NULL, NULL, sum(m, i, inner));
  const Expr *push = quo(m, sub(m, at2(m, x, i, d), at2(m, x, j, d)), add(m, num(m, 1), dist));
  define(m, g, i, d, NULL, sum(m, j, push));
  return m;
}

/* a first-order autoregression with labels: x[t-1], ranges, gathers by labels, counts by pairs of labels */
static inline Model *model_series(int64_t n, int64_t groups)
{
  Model *m = model_new(7);
  Axis *T = axis(m, "T", n), *G = axis(m, "G", groups);
  Index *t = index_(m, T, "t"), *g = index_(m, G, "g"), *h = index_(m, G, "h");
  Symbol *y = given(m, SYM_DATA, "y", DOMAIN_REAL, 1, T, NULL, NULL), *z = given(m, SYM_DATA, "z", DOMAIN_INTERVAL, 1, T, NULL, NULL);
  Symbol *mu = given(m, SYM_PARAM, "mu", DOMAIN_REAL, 1, G, NULL, NULL), *rho = given(m, SYM_PARAM, "rho", DOMAIN_REAL, 1, G, NULL, NULL);
  for (int64_t k = 0; k < n; k++) z->value->data[k] = 1 + (double)random_below(&m->random, (uint64_t)groups);
  z->range_known = array_range(z->value, &z->least, &z->greatest, &z->integer);
  Pool *p = m->pool;
  const Expr *before = expr_sub(p, ix(m, t), num(m, 1)), *zt = at1(m, z, t), *zb = expr_access(p, z, &before), *yb = expr_access(p, y, &before);
  const Expr *mt = expr_access(p, mu, &zt), *mb = expr_access(p, mu, &zb), *rt = expr_access(p, rho, &zt);
  const Expr *res = sub(m, sub(m, at1(m, y, t), mt), mul(m, rt, sub(m, yb, mb)));
  const Expr *two = num(m, 2), *last = expr_axis(p, T);
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *cnt = target(m, "cnt", 2, G, G, NULL), *gr = target(m, "gr", 1, G, NULL, NULL), *edge = target(m, "edge", 1, T, NULL, NULL);
  define(m, loss, NULL, NULL, NULL, expr_reduce(p, R_SUM, t, sq(m, res), NULL, two, last));
  const Expr *both = mul(m, expr_cmp(p, C_EQ, ix(m, g), zt), expr_cmp(p, C_EQ, ix(m, h), zb));
  define(m, cnt, g, h, NULL, expr_reduce(p, R_SUM, t, both, NULL, two, last));
  define(m, gr, g, NULL, NULL, expr_reduce(p, R_SUM, t, mul(m, expr_cmp(p, C_EQ, ix(m, g), zt), mul(m, res, sub(m, yb, mb))), NULL, two, last));
  define(m, edge, t, NULL, NULL, when(m, expr_cmp(p, C_LT, num(m, 1), ix(m, t)), yb, num(m, 0)));
  return m;
}

/* against the reference evaluator, in passes and without, for one thread and two to the last bit; frees the model */
static inline void model_check(Model *m, double tolerance, const char *what, Crew *one, Crew *two)
{
  Array *want[MAX_RESULTS] = { 0 };
  assert_true(reference_list(m->pool, &m->list, want));
  for (int small = 0; small < 2; small++) {
    Run a = run_list(m->pool, &m->list, small ? -1 : 0, one), b = run_list(m->pool, &m->list, small ? -1 : 0, two);
    if (!a.program) fail_msg("%s", a.message);
    for (int d = 0; d < m->list.n; d++) {
      double diff = array_difference(a.result[d], want[d]);
      if (diff > tolerance) { print_program(a.program); fail_msg("%s: %s: %g", what, m->list.def[d].target->name->text, diff); }
      assert_memory_equal(a.result[d]->data, b.result[d]->data, (size_t)array_count(a.result[d]) * sizeof(double));
    }
    run_free(&a);
    run_free(&b);
  }
  for (int d = 0; d < m->list.n; d++) array_unref(want[d]);
  model_free(m);
}

#endif
