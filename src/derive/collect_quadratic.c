/* collect_quadratic.c: the polynomial part of a block's surrogate as one form (R-QUADFORM), by two derivatives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_gather.h"
#include "derive/collect_internal.h"
#include "expr/diff.h"
#include <string.h>

/* ---- delta structure ------------------------------------------------------------------------------------------------------- */

static const Expr *equal_to(const Expr *e, const Expr *a)
{
  if (e->kind != X_CMP || e->op != C_EQ) return NULL;
  return e->arg[0] == a ? e->arg[1] : e->arg[1] == a ? e->arg[0] : NULL;
}

/* (i == e) * (j == e) is (i == j) * (i == e): the product without (j == e), or NULL */
static const Expr *split_gather(Pool *p, const Expr *product, Index *i, Index *j)
{
  const Expr *a = expr_index(p, i), *b = expr_index(p, j);
  for (int k = 0; k < product->nargs; k++)
    for (int l = 0; l < product->nargs; l++) {
      const Expr *label = equal_to(product->arg[k], a);
      if (!label || label != equal_to(product->arg[l], b)) continue;
      const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, product->nargs);
      memcpy(arg, product->arg, (size_t)product->nargs * sizeof *arg);
      arg[l] = expr_num(p, 1);
      return expr_mul_n(p, product->nargs, arg);
    }
  return NULL;
}

/* e / (i == j) where that is a factor throughout; NULL otherwise */
static const Expr *split_delta(Pool *p, const Expr *e, Index *i, Index *j)
{
  if (expr_is_num(e, 0)) return e;
  if (e->kind == X_CMP && e->op == C_EQ) {
    const Expr *a = expr_index(p, i), *b = expr_index(p, j);
    return (e->arg[0] == a && e->arg[1] == b) || (e->arg[0] == b && e->arg[1] == a) ? expr_num(p, 1) : NULL;
  }
  if (e->kind == X_MUL || e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    bool any = false, all = true;
    for (int k = 0; k < e->nargs; k++) {
      const Expr *without = e->kind == X_MUL && any ? NULL : split_delta(p, e->arg[k], i, j);
      any |= without != NULL;
      all &= without != NULL;
      arg[k] = without ? without : e->arg[k];
    }
    if (e->kind == X_MUL) return any ? expr_mul_n(p, e->nargs, arg) : split_gather(p, e, i, j);
    return all ? expr_add_n(p, e->nargs, arg) : NULL;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(p, e, fresh, arg);
    const Expr *body = split_delta(p, arg[0], i, j);
    if (!body) return NULL;
    arg[0] = body;
    return expr_close(p, e, fresh, arg);
  }
  return NULL;
}

/* ---- closure rules on a quadratic: a common positive factor (K-SCALE), a common nonsingular left factor (K-CANCEL) --------- */

int collect_factors(const Expr *e, const Expr *const **factor, const Expr **single)
{
  if (e->kind == X_MUL) { *factor = e->arg; return e->nargs; }
  *single = e;
  *factor = single;
  return 1;
}

static bool has_factor(const Expr *e, const Expr *f)
{
  const Expr *single, *const *factor;
  if (expr_is_num(e, 0)) return true;
  if (e->kind == X_ADD) {
    for (int i = 0; i < e->nargs; i++)
      if (!has_factor(e->arg[i], f)) return false;
    return true;
  }
  int n = collect_factors(e, &factor, &single);
  for (int i = 0; i < n; i++)
    if (factor[i] == f) return true;
  return false;
}

static const Expr *without_factor(Pool *p, const Expr *e, const Expr *f)
{
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++) arg[i] = without_factor(p, e->arg[i], f);
    return expr_add_n(p, e->nargs, arg);
  }
  return expr_div(p, e, f);
}

/* the same for all entries that the form or the domain holds together? Else it weighs them against each other */
static bool is_common(const Collected *out, const Expr *f)
{
  unsigned together = out->dense | out->slice | out->param->domain.axes;
  for (int a = 0; a < out->param->naxes; a++)
    if ((together >> a & 1) && (expr_has_free(f, out->own[a]) || expr_has_free(f, out->other[a]))) return false;
  return true;
}

static void drop_common_factors(Collector *c, const Collected *out, const Expr **H, const Expr **g)
{
  const Expr *first = (*H)->kind == X_ADD ? (*H)->arg[0] : *H, *single, *const *factor;
  int n = collect_factors(first, &factor, &single);
  for (int i = 0; i < n; i++) {
    const Expr *f = factor[i];
    if (f->kind == X_NUM || !facts_is_positive(c->facts, f) || !is_common(out, f)) continue;
    if (!has_factor(*H, f) || !has_factor(*g, f)) continue;
    *H = without_factor(c->pool, *H, f);
    *g = without_factor(c->pool, *g, f);
  }
}

void collect_drop_factors(Collector *c, Collected *out)
{
  if (out->atoms.len == 0 || out->quadratic) return;
  const Expr *single, *const *factor;
  int n = collect_factors(out->atoms.data[0].coef, &factor, &single);
  for (int i = 0; i < n; i++) {
    const Expr *f = factor[i];
    bool shared = f->has_param && facts_is_positive(c->facts, f) && is_common(out, f);
    for (int k = 0; k < out->atoms.len && shared; k++) shared = has_factor(out->atoms.data[k].coef, f);
    for (int k = 0; k < out->atoms.len && shared; k++) out->atoms.data[k].coef = without_factor(c->pool, out->atoms.data[k].coef, f);
  }
}

static const Expr *find_inverse(const Expr *e, const Expr *row, const Expr *col)
{
  if (!e) return NULL;
  if (e->kind == X_MATRIX && e->op == MAT_INV && e->nargs == 3) {
    if ((e->arg[1] == row && e->arg[2] == col) || (e->arg[1] == col && e->arg[2] == row)) return e;
    return NULL;
  }
  for (int i = 0; i < e->nargs && (e->kind == X_MUL || e->kind == X_ADD); i++) {
    const Expr *f = find_inverse(e->arg[i], row, col);
    if (f) return f;
  }
  return NULL;
}

typedef struct { const Expr *matrix; Symbol *symbol; } InverseSwap;
static const Expr *swap_inverse(Pool *p, const Expr *e, void *context)
{
  const InverseSwap *s = context;
  if (e->kind != X_MATRIX || e->op != MAT_INV || e->arg[0] != s->matrix) return e;
  return expr_access(p, s->symbol, e->arg + 1);
}

/* sum of terms each with (row == i): what is left with the column renamed to i. P is symmetric: either index may be the row. */
static const Expr *strip_row(Pool *p, const Expr *e, Index *i, Index *row, Index *col)
{
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    for (int k = 0; k < e->nargs; k++)
      if (!(arg[k] = strip_row(p, e->arg[k], i, row, col))) return NULL;
    return expr_add_n(p, e->nargs, arg);
  }
  const Expr *rest = split_delta(p, e, row, i);
  if (rest) return expr_subst_index(p, rest, col, expr_index(p, i));
  rest = split_delta(p, e, col, i);
  return rest ? expr_subst_index(p, rest, row, expr_index(p, i)) : NULL;
}

/* H = P[d, d'] * a and g[d] = sum P[d, e] * h[e], P an inverse of a positive definite matrix: the minimiser solves a d = -h
 * whatever P is. Axis `at` of the block is then no longer coupled. */
static bool cancel_left_factor(Collector *c, Collected *out, int at)
{
  Index *i = out->own[at], *j = out->other[at];
  const Expr *inverse = find_inverse(out->H, expr_index(c->pool, i), expr_index(c->pool, j));
  const char *why;
  if (!inverse) return false;
  Axis *axes[2] = { i->axis, i->axis };
  InverseSwap s = { inverse->arg[0], symbol_new(c->pool, SYM_ATOM, name_of("P"), 2, axes) };
  const Expr *H = expr_map(c->pool, out->H, swap_inverse, &s), *g = expr_map(c->pool, out->g, swap_inverse, &s);
  Index *pair[2] = { index_new(c->pool, i->name, i->axis), index_new(c->pool, j->name, i->axis) };
  const Expr *zero = expr_num(c->pool, 0);                 /* every term must have the factor: a ridge does not */
  if (!expr_is_num(expr_subst_access(c->pool, H, s.symbol, pair, zero), 0) || !expr_is_num(expr_subst_access(c->pool, g, s.symbol, pair, zero), 0)) return false;
  const Expr *dH = expr_diff(c->pool, H, s.symbol, pair, &why), *dg = expr_diff(c->pool, g, s.symbol, pair, &why);
  if (!dH || !dg || expr_has_symbol(dH, s.symbol) || expr_has_symbol(dg, s.symbol)) return false;
  const Expr *a = split_delta(c->pool, dH, pair[0], i);
  a = a ? split_delta(c->pool, a, pair[1], j) : NULL;
  if (!a) {
    a = split_delta(c->pool, dH, pair[0], j);
    a = a ? split_delta(c->pool, a, pair[1], i) : NULL;
  }
  const Expr *h = strip_row(c->pool, dg, i, pair[0], pair[1]);
  if (!a || !h || expr_has_free(a, i) || expr_has_free(a, j) || expr_has_free(a, pair[0]) || expr_has_free(a, pair[1])) return false;
  out->H = a;
  out->g = h;
  out->dense &= ~(1u << at);
  return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------- */

/* Is the quadratic form one number on the domain? On a sphere: the same weight for all entries. With orthonormal rows: rows that
 * meet under the same weight in all columns; where there are as many rows as columns, also the other way round. The products of different
 * slices are no numbers. */
static bool is_constant_on_domain(const Symbol *p, const Collected *out, unsigned dense, const Expr *H)
{
  int last = -1, first = -1;
  for (int a = 0; a < p->naxes; a++)
    if (p->domain.axes >> a & 1) { first = first < 0 ? a : first; last = a; }
  if (last < 0 || (p->domain.kind != DOMAIN_SPHERE && p->domain.kind != DOMAIN_ORTHOGONAL) || (dense & ~p->domain.axes)) return false;
  if (!(dense >> last & 1) && !expr_has_free(H, out->own[last])) return true;
  bool square = p->axis[first]->size > 0 && p->axis[first]->size == p->axis[last]->size;
  return first != last && square && !(dense >> first & 1) && !expr_has_free(H, out->own[first]);
}

bool collect_rows_apart(Pool *pool, const Collected *c, Collected *out)
{
  const Symbol *p = c->param;
  int first = __builtin_ffs((int)p->domain.axes) - 1;
  if (p->domain.kind != DOMAIN_ORTHOGONAL || !c->quadratic || c->dense != p->domain.axes) return false;
  const Expr *rest = split_delta(pool, c->H, c->own[first], c->other[first]);
  if (!rest) return false;
  *out = *c;
  out->H = expr_subst_index(pool, rest, c->other[first], expr_index(pool, c->own[first]));
  out->dense &= ~(1u << first);
  return true;
}

/* a linear function of the sum of a slice, which the domain fixes */
static bool is_sum_alone(const Symbol *p, const Collected *out, const Expr *g)
{
  bool alone = p->domain.kind == DOMAIN_SIMPLEX || p->domain.kind == DOMAIN_ZEROSUM;
  for (int a = 0; a < p->naxes; a++)
    if (p->domain.axes >> a & 1) alone &= !expr_has_free(g, out->own[a]);
  return alone;
}

/* composition did not tell that the form is convex: is its matrix semidefinite? */
static bool is_semidefinite_form(Collector *c, const Collected *out)
{
  const Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  int n = 0;
  for (int a = 0; a < c->param->naxes; a++) {
    if (!(out->dense >> a & 1)) continue;
    row[n] = out->own[a];
    col[n++] = out->other[a];
  }
  return facts_is_semidefinite(c->facts, out->H, n, row, col, false);
}

static bool is_matrix_domain(const Symbol *p) { return p->domain.kind == DOMAIN_SPD; }

static void add_linear(Collector *c, Collected *out, const Expr *coef)
{
  bool matrix = is_matrix_domain(c->param);
  collect_add_atom(c, out, matrix ? ATOM_LINEAR_MATRIX : ATOM_SCALAR, matrix ? NULL : expr_access(c->pool, c->rules->variable, NULL), coef);
}

/* Do entries meet in the domain, or in singular values, unless all have the same weight? A bound must then see all of them. */
static bool meets_in_domain(const Symbol *p, const Collected *out, unsigned dense, const Expr *H)
{
  if (p->domain.kind == DOMAIN_SPHERE || p->domain.kind == DOMAIN_ORTHOGONAL) return true;
  unsigned together = out->spectral | (p->domain.kind == DOMAIN_RANK ? p->domain.axes : 0);
  bool alike = !(dense & together);
  for (int a = 0; a < p->naxes; a++) alike &= !(together >> a & 1) || !expr_has_free(H, out->own[a]);
  return !alike;
}

bool collect_polynomial(Collector *c, const Expr *q, Collected *out)
{
  Pool *pool = c->pool;
  Symbol *p = c->param;
  const char *why;
  const Expr *v = expr_access(pool, c->rules->variable, NULL);
  const Expr *g = expr_diff(pool, q, p, out->own, &why);
  if (!g) return collect_fail(out, why);
  if (expr_is_num(g, 0)) return true;
  for (int a = 0; a < p->naxes; a++) out->other[a] = index_new(pool, out->own[a]->name, p->axis[a]);
  const Expr *H = expr_diff(pool, g, p, out->other, &why);
  if (!H || expr_has_symbol(H, p)) return collect_fail(out, "the surrogate is not quadratic in this parameter");
  if (expr_is_num(H, 0) && is_sum_alone(p, out, g)) return true;
  if (expr_is_num(H, 0)) {
    add_linear(c, out, g);
    return true;
  }
  g = gather_settle(pool, g);
  H = gather_settle(pool, H);
  unsigned dense = 0;
  const Expr *whole = H;
  for (int a = 0; a < p->naxes; a++) {
    const Expr *rest = split_delta(pool, H, out->own[a], out->other[a]);
    if (rest) H = expr_subst_index(pool, rest, out->other[a], expr_index(pool, out->own[a]));
    else dense |= 1u << a;
  }
  if (is_constant_on_domain(p, out, dense, H)) {
    collect_add_atom(c, out, ATOM_SCALAR, v, expr_subst_access(pool, g, p, out->own, expr_num(pool, 0)));
    return true;
  }
  if (meets_in_domain(p, out, dense, H)) {
    H = whole;
    dense = p->domain.axes | out->spectral;
    for (int a = 0; a < p->naxes; a++) {
      const Expr *rest = dense >> a & 1 ? NULL : split_delta(pool, H, out->own[a], out->other[a]);
      if (rest) H = expr_subst_index(pool, rest, out->other[a], expr_index(pool, out->own[a]));
      else dense |= 1u << a;
    }
  }
  out->homogeneous = !out->atoms.len && expr_is_num(expr_subst_access(pool, g, p, out->own, expr_num(pool, 0)), 0);
  out->H = H;
  out->g = g;
  out->dense = dense;
  for (int a = 0; a < p->naxes; a++)
    if (out->dense >> a & 1) cancel_left_factor(c, out, a);
  if (out->atoms.len == 0) drop_common_factors(c, out, &out->H, &out->g);
  if (out->dense) {
    out->quadratic = true;
    if (!out->convex && out->atoms.len == 0) out->convex = is_semidefinite_form(c, out);
    out->g = expr_subst_symbol(pool, out->g, p, symbol_touch(pool, p));
    return true;
  }
  const Expr *at_zero = expr_subst_access(pool, out->g, p, out->own, expr_num(pool, 0));
  collect_add_atom(c, out, ATOM_SCALAR, expr_pow(pool, v, expr_num(pool, 2)), expr_mul(pool, expr_rat(pool, 1, 2), out->H));
  add_linear(c, out, at_zero);
  return true;
}
