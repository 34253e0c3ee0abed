/* template.c: filling of templates; see match.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/match_internal.h"
#include "expr/diff.h"
#include "expr/function.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

/* ---- filling a template ------------------------------------------------------------------------------------------------ */

static const Expr *fill_derivative(Bindings *b, const Expr *t, int order)
{
  const Expr *call = t->arg[0];                            /* f(u) */
  HoleBinding *f = call->kind == X_HOLE ? bindings_hole(b, call->u.name) : NULL;
  if (!f || !f->variable) return NULL;
  const Expr *d = f->value;
  const char *why;
  for (int i = 0; d && i < order; i++) d = expr_diff(b->pool, d, f->variable, NULL, &why);
  const Expr *u = instantiate(b, t->arg[1]);
  return d && u ? expr_subst_access(b->pool, d, f->variable, NULL, u) : NULL;
}

double curvature_in_table(Bindings *b, const HoleBinding *f)
{
  const Expr *rest;
  double c = expr_split_coef(b->pool, f->value, &rest);
  if (rest->kind != X_CALL || rest->nargs != 1 || rest->arg[0]->kind != X_ACCESS) return INFINITY;
  return c > 0 ? c * rest->u.fn->curvature_hi : c * rest->u.fn->curvature_lo;
}

double curvature_bound(Bindings *b, const HoleBinding *f)
{
  double known = curvature_in_table(b, f);
  return isfinite(known) ? known : facts_second_range(b->facts, f->value, f->variable).hi;
}

static const Expr *fill_curvature(Bindings *b, const Expr *t)
{
  HoleBinding *f = bindings_hole(b, t->arg[0]->u.name);
  double bound = f && f->variable ? curvature_bound(b, f) : INFINITY;
  return isfinite(bound) ? expr_num(b->pool, fmax(bound, 0)) : NULL;
}

/* the bound expression with the template's index arguments in it */
static const Expr *fill_indexed(Bindings *b, const HoleBinding *h, const Expr *t)
{
  const Expr *to[2 * ARRAY_MAX_AXES];
  int n = 0;
  if (h->nargs == 0) return h->value;
  for (int i = 0; i < t->nargs && n < ARRAY_MAX_AXES; i++) {
    const Expr *e = t->arg[i];
    AxisBinding *axis = e->kind == X_INDEX ? bindings_axis(b, e->u.index->axis) : NULL;
    if (axis && !axis->ntargets && !axis->npieces) continue;      /* a batch of one: the parameter has no such axis */
    int m = e->kind == X_INDEX ? bindings_mapped_all(b, e->u.index, to + n) : 0;
    if (m) n += m;
    else if (!(to[n++] = instantiate(b, e))) return NULL;
  }
  return n == h->nargs ? expr_subst_indices(b->pool, h->value, h->nargs, h->arg, to) : NULL;
}

/* V[k, d, e] of the piece at hand: d and e put in */
static const Expr *fill_piece(Bindings *b, const HoleBinding *h, const Expr *t)
{
  Index *from[ARRAY_MAX_AXES];
  const Expr *to[ARRAY_MAX_AXES];
  int n = 0;
  for (int i = 0; i < t->nargs && i < h->nargs; i++) {
    AxisBinding *axis = t->arg[i]->kind == X_INDEX ? bindings_axis(b, t->arg[i]->u.index->axis) : NULL;
    if (axis && axis->npieces) continue;                    /* the index over the pieces */
    from[n] = h->arg[i];
    if (!(to[n++] = instantiate(b, t->arg[i]))) return NULL;
  }
  return n ? expr_subst_indices(b->pool, h->piece[b->piece], n, from, to) : h->piece[b->piece];
}

static void map_fresh(Bindings *b, Index *from, const AxisBinding *axis, Index **fresh)
{
  for (int i = 0; i < axis->ntargets; i++) {
    const Name *name = axis->hint[i] ? axis->hint[i] : axis->target[i]->name;
    fresh[i] = from ? facts_index(b->pool, b->facts, from, b->nmap, name, axis->target[i]) : index_new(b->pool, name, axis->target[i]);
    bindings_map(b, from, expr_index(b->pool, fresh[i]));
  }
}

/* solve(A, g)[j], solve_shrunk(A, h, l)[j], …: element j of what a matrix A[j, l] and vectors g[j] give, all bound over the axes that
 * j's axis stands for; pooled(h, a)[k] of vectors alone */
static const Expr *fill_solve(Bindings *b, const Expr *t, MatrixOp op)
{
  const MatrixForm *form = &matrix_form[op];
  const Expr *element[ARRAY_MAX_AXES], *at[2 * ARRAY_MAX_AXES], *body[1 + MATRIX_VECTORS];
  Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  const Expr *place = t->arg[1 + form->vectors];
  if (place->kind != X_INDEX) return NULL;
  AxisBinding *axis = bindings_axis(b, place->u.index->axis);
  int m = bindings_mapped_all(b, place->u.index, element);
  if (!axis || m != axis->ntargets) return NULL;
  map_fresh(b, NULL, axis, row);
  map_fresh(b, NULL, axis, col);
  b->nmap -= 2 * m;
  for (int i = 0; i < m; i++) {
    at[i] = expr_index(b->pool, row[i]);
    at[m + i] = expr_index(b->pool, col[i]);
  }
  for (int k = 0; k <= form->vectors; k++) {
    HoleBinding *h = bindings_hole(b, t->arg[k]->u.name);
    int n = k == 0 && !form->single ? 2 * m : m;
    if (!h || (h->nargs != n && (h->nargs || (k == 0 && !form->single)))) return NULL;
    body[k] = h->nargs ? expr_subst_indices(b->pool, h->value, n, h->arg, at) : h->value;
  }
  if (op == MAT_POOL) return expr_pool(b->pool, m, row, body[0], body[1], element);
  return expr_matrix_of(b->pool, op, m, row, col, body[0], body + 1, element);
}

/* inverse(A)[d, e], polar_factor(A)[d, e]; A is bound over the two axes of a matrix */
static const Expr *fill_matrix(Bindings *b, const Expr *t, MatrixOp op)
{
  HoleBinding *A = bindings_hole(b, t->arg[0]->u.name);
  const Expr *element[2];
  if (!A || A->nargs != 2 || !(element[0] = instantiate(b, t->arg[1])) || !(element[1] = instantiate(b, t->arg[2]))) return NULL;
  Index *row = index_new(b->pool, A->arg[0]->name, A->arg[0]->axis), *col = index_new(b->pool, A->arg[1]->name, A->arg[1]->axis);
  const Expr *at[2] = { expr_index(b->pool, row), expr_index(b->pool, col) };
  return expr_matrix(b->pool, op, 1, &row, &col, expr_subst_indices(b->pool, A->value, 2, A->arg, at), NULL, element);
}

/* numbers of the domain that holds v: the radius of a ball, the ends of what its entries or eigenvalues may be */
static const struct { const char *word; size_t field; } domain_numbers[] = {
  { "radius", offsetof(Domain, hi) }, { "lowest", offsetof(Domain, lo) }, { "highest", offsetof(Domain, hi) }, { "ratio", offsetof(Domain, ratio) }, { "volume", offsetof(Domain, det) } };

/* radius(v[d]), lowest(p[k]); NULL: none of them */
static const Expr *fill_domain_number(Bindings *b, const Expr *t)
{
  for (size_t i = 0; i < sizeof domain_numbers / sizeof *domain_numbers; i++) {
    if (strcmp(domain_numbers[i].word, t->u.name->text) || t->nargs != 1) continue;
    const Expr *v = instantiate(b, t->arg[0]);
    double number;
    if (!v || v->kind != X_ACCESS) return NULL;
    memcpy(&number, (const char *)&v->u.sym->domain + domain_numbers[i].field, sizeof number);
    return expr_num(b->pool, number);
  }
  return NULL;
}

/* scaled(L, P[i, j]): of the matrices exp(L + u + v) the one with the sums that the unknown has now */
static const Expr *fill_scaled(Bindings *b, const Expr *t)
{
  HoleBinding *L = t->arg[0]->kind == X_HOLE ? bindings_hole(b, t->arg[0]->u.name) : NULL;
  const Expr *v = instantiate(b, t->arg[1]), *at[ARRAY_MAX_AXES];
  if (!L || L->nargs != 2 || !v || v->kind != X_ACCESS || v->nargs < 2) return NULL;
  int n = v->nargs - 2;
  Index *pair[2] = { index_new(b->pool, L->arg[0]->name, L->arg[0]->axis), index_new(b->pool, L->arg[1]->name, L->arg[1]->axis) };
  for (int k = 0; k < v->nargs; k++) at[k] = k < n ? v->arg[k] : expr_index(b->pool, pair[k - n]);
  const Expr *sums = expr_touch(b->pool, expr_access(b->pool, v->u.sym, at)), *body = expr_subst_indices(b->pool, L->value, 2, L->arg, at + n);
  return expr_matrix(b->pool, MAT_SCALE, 1, &pair[0], &pair[1], body, sums, v->arg + n);
}

/* free(p[k]): may the entry move? */
static const Expr *fill_free(Bindings *b, const Expr *t)
{
  const Expr *v = instantiate(b, t->arg[0]);
  if (!v || v->kind != X_ACCESS) return NULL;
  return b->free ? expr_access(b->pool, b->free, v->arg) : expr_num(b->pool, 1);
}

/* greatest(e): over all indices that e has besides those the rule names */
static const Expr *fill_greatest(Bindings *b, const Expr *t)
{
  const Expr *e = instantiate(b, t->arg[0]);
  for (int i = 0; e && i < e->nfree; i++) {
    bool named = false;
    for (int k = 0; k < b->nmap; k++) named |= b->to[k]->kind == X_INDEX && b->to[k]->u.index == e->free[i];
    if (named) continue;
    e = expr_reduce(b->pool, R_MAX, e->free[i], e, NULL, NULL, NULL);
    i = -1;
  }
  return e;
}

/* lower_end(u), upper_end(u): of the values that u can have; NULL where there is no finite one */
static const Expr *fill_end(Bindings *b, const Expr *t, int side)
{
  const Expr *u = instantiate(b, t->arg[0]);
  if (!u) return NULL;
  Range r = facts_range(b->facts, u);
  double end = side < 0 ? r.lo : r.hi;
  return isfinite(end) ? expr_num(b->pool, end) : NULL;
}

/* any entry of p, at fresh indices own[] */
static const Expr *entry_of_param(Bindings *b, Symbol *p, Index **own)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < p->naxes; a++) at[a] = expr_index(b->pool, own[a] = index_new(b->pool, p->axis[a]->name, p->axis[a]));
  return expr_access(b->pool, p, at);
}

/* linear_step(e): the slopes of e at the touch times the steps of all parameters of the block; squared_step(e): the squares of these steps */
static const Expr *fill_step(Bindings *b, const Expr *t, bool squared)
{
  const Expr *e = instantiate(b, t->arg[0]), *sum = expr_num(b->pool, 0);
  Symbol *const *active;
  Index *own[ARRAY_MAX_AXES];
  int n = facts_active(b->facts, &active);
  for (int i = 0; e && i < n; i++) {
    Symbol *p = active[i];
    if (!expr_has_symbol(e, p)) continue;
    const char *why;
    const Expr *x = entry_of_param(b, p, own), *step = expr_sub(b->pool, x, expr_touch(b->pool, x));
    const Expr *by = squared ? step : expr_diff(b->pool, e, p, own, &why);
    if (!by) return NULL;
    sum = expr_add(b->pool, sum, expr_sum_n(b->pool, p->naxes, own, expr_mul(b->pool, squared ? by : expr_touch(b->pool, by), step)));
  }
  return e ? sum : NULL;
}

/* the derivative of e by the entry x, an access of a parameter */
static const Expr *derivative_by(Bindings *b, const Expr *e, const Expr *x)
{
  Index *own[ARRAY_MAX_AXES];
  const char *why;
  if (!e || !x || x->kind != X_ACCESS) return NULL;
  Symbol *p = x->u.sym;
  entry_of_param(b, p, own);
  const Expr *d = expr_diff(b->pool, e, p, own, &why);
  return d && p->naxes ? expr_subst_indices(b->pool, d, p->naxes, own, x->arg) : d;
}

/* gradient(x), hessian(x, y) of the whole loss at the touch */
static const Expr *fill_gradient(Bindings *b, const Expr *t)
{
  const Expr *d = b->whole;
  for (int i = 0; i < t->nargs && d; i++) d = derivative_by(b, d, instantiate(b, t->arg[i]));
  return d ? expr_touch(b->pool, d) : NULL;
}

static const Expr *fill_split_gradient(Bindings *b, const Expr *t, int sign)
{
  const Expr *d = fill_gradient(b, t);
  return d ? template_part(b->pool, b->facts, d, sign) : NULL;
}

static const struct { const char *word; MatrixOp op; } solvers[] = {
  { "solve", MAT_SOLVE }, { "solve_shrunk", MAT_SHRINK }, { "solve_within", MAT_WITHIN }, { "solve_shares", MAT_SHARE }, { "pooled", MAT_POOL } };

static const Expr *fill_hole(Bindings *b, const Expr *t)
{
  const char *word = t->u.name->text;
  HoleBinding *h = bindings_hole(b, t->u.name);
  if (!h) {
    if (!strcmp(word, "touch") && t->nargs == 1) {
      const Expr *e = instantiate(b, t->arg[0]);
      return e ? expr_touch(b->pool, e) : NULL;
    }
    for (size_t i = 0; i < sizeof solvers / sizeof *solvers; i++)
      if (!strcmp(word, solvers[i].word) && t->nargs == 2 + matrix_form[solvers[i].op].vectors) return fill_solve(b, t, solvers[i].op);
    if (!strcmp(word, "inverse") && t->nargs == 3) return fill_matrix(b, t, MAT_INV);
    if (!strcmp(word, "polar_factor") && t->nargs == 3) return fill_matrix(b, t, MAT_POLAR);
    if (!strcmp(word, "scaled") && t->nargs == 2) return fill_scaled(b, t);
    if (!strcmp(word, "free") && t->nargs == 1) return fill_free(b, t);
    if (!strcmp(word, "greatest") && t->nargs == 1) return fill_greatest(b, t);
    if (!strcmp(word, "linear_step") && t->nargs == 1) return fill_step(b, t, false);
    if (!strcmp(word, "squared_step") && t->nargs == 1) return fill_step(b, t, true);
    if (!strcmp(word, "gradient") && t->nargs == 1) return fill_gradient(b, t);
    if (!strcmp(word, "hessian") && t->nargs == 2) return fill_gradient(b, t);
    if (!strcmp(word, "gradient_up") && t->nargs == 1) return fill_split_gradient(b, t, 1);
    if (!strcmp(word, "gradient_down") && t->nargs == 1) return fill_split_gradient(b, t, -1);
    if (!strcmp(word, "stiffness") && t->nargs == 0) return b->stiffness ? expr_access(b->pool, b->stiffness, NULL) : NULL;
    if (!strcmp(word, "lower_end") && t->nargs == 1) return fill_end(b, t, -1);
    if (!strcmp(word, "upper_end") && t->nargs == 1) return fill_end(b, t, 1);
    if (!strcmp(word, "slope") && t->nargs == 2) return fill_derivative(b, t, 1);
    if (!strcmp(word, "curve") && t->nargs == 2) return fill_derivative(b, t, 2);
    if (!strcmp(word, "curvature") && t->nargs == 1) return fill_curvature(b, t);
    return fill_domain_number(b, t);
  }
  if (h->variable) {                                       /* f(e) */
    const Expr *e = instantiate(b, t->arg[0]);
    return e ? expr_subst_access(b->pool, h->value, h->variable, NULL, e) : NULL;
  }
  if (h->npieces) return fill_piece(b, h, t);
  return fill_indexed(b, h, t);
}

static const Expr *fill_binder(Bindings *b, const Expr *t)
{
  Index *pi[1];
  const Expr *pa[4];
  facts_open(b->pool, b->facts, OPEN_PATTERN, t, pi, pa);
  AxisBinding *axis = bindings_axis(b, pi[0]->axis);
  if (!axis) return NULL;
  if (axis->npieces) {
    if (t->op != R_SUM && t->op != R_PROD) return NULL;
    const Expr *term[MATCH_MAX_PIECES];
    int outer = b->piece;
    for (int i = 0; i < axis->npieces; i++) {
      b->piece = i;
      if (!(term[i] = instantiate(b, pa[0]))) return NULL;
    }
    b->piece = outer;
    return t->op == R_SUM ? expr_add_n(b->pool, axis->npieces, term) : expr_mul_n(b->pool, axis->npieces, term);
  }
  Index *fresh[ARRAY_MAX_AXES];
  if ((t->op == R_ARGMIN || t->op == R_ARGMAX) && axis->ntargets != 1) return NULL;      /* several axes have no one place */
  map_fresh(b, pi[0], axis, fresh);
  const Expr *body = instantiate(b, pa[0]);
  b->nmap -= axis->ntargets;
  for (int i = axis->ntargets - 1; body && i >= 0; i--)
    body = expr_reduce(b->pool, (ReduceOp)t->op, fresh[i], body, NULL, axis->lo, axis->hi);
  return body;
}

/* inv(A)[d, e], logdet(A), eigenvectors(A)[d, k], … written as such in the template */
static const Expr *fill_matrix_node(Bindings *b, const Expr *t)
{
  Index *pi[EXPR_OPEN_INDICES], *pair[2] = { NULL, NULL };
  const Expr *pa[EXPR_OPEN_ARGS], *element[2] = { NULL, NULL };
  if (t->nbound != 2) return NULL;
  facts_open(b->pool, b->facts, OPEN_PATTERN, t, pi, pa);
  int outer = b->nmap, first = matrix_bodies(t);
  for (int k = 0; k < (t->op == MAT_RANK ? 1 : 2); k++) {
    AxisBinding *axis = bindings_axis(b, pi[k]->axis);
    if (!axis || axis->ntargets != 1) return NULL;
    map_fresh(b, pi[k], axis, &pair[k]);
  }
  const Expr *body = instantiate(b, pa[0]), *vector = first > 1 ? instantiate(b, pa[1]) : NULL;
  b->nmap = outer;
  if (!body || (first > 1 && !vector)) return NULL;
  for (int k = 0; k < matrix_form[t->op].element; k++) if (!(element[k] = instantiate(b, pa[first + k]))) return NULL;
  if (t->op == MAT_RANK) return expr_rank(b->pool, 1, pair, body, element);
  return expr_matrix(b->pool, (MatrixOp)t->op, 1, &pair[0], &pair[1], body, vector, element);
}

const Expr *instantiate(Bindings *b, const Expr *t)
{
  if (t->kind == X_HOLE) return fill_hole(b, t);
  if (t->kind == X_INDEX) {
    const Expr *to = bindings_mapped(b, t->u.index);
    return to ? to : t;
  }
  if (t->kind == X_AXIS) {                                 /* its size: that of all axes that it stands for */
    AxisBinding *axis = bindings_axis(b, t->u.axis);
    const Expr *size = axis && axis->npieces ? expr_num(b->pool, axis->npieces) : t;
    for (int i = 0; axis && i < axis->ntargets; i++)
      size = i ? expr_mul(b->pool, size, expr_axis(b->pool, axis->target[i])) : expr_axis(b->pool, axis->target[i]);
    return size;
  }
  if (t->nargs == 0 && t->kind != X_ACCESS) return t;
  if (t->kind == X_REDUCE) return fill_binder(b, t);
  if (t->kind == X_ACCESS && t->u.sym->kind == SYM_ATOM && bindings_hole(b, t->u.sym->name))   /* a row's unknown */
    return fill_indexed(b, bindings_hole(b, t->u.sym->name), t);
  if (t->kind == X_MATRIX) return fill_matrix_node(b, t);
  const Expr *arg[64];
  if (t->nargs > 64) return NULL;
  for (int i = 0; i < t->nargs; i++)
    if (!(arg[i] = instantiate(b, t->arg[i]))) return NULL;
  switch ((ExprKind)t->kind) {
    case X_ADD: return expr_add_n(b->pool, t->nargs, arg);
    case X_MUL: return expr_mul_n(b->pool, t->nargs, arg);
    case X_POW:                                            /* as an exponent, a size is a number: the rows know powers by it */
      if (arg[1]->kind == X_AXIS && arg[1]->u.axis->size > 0) arg[1] = expr_num(b->pool, (double)arg[1]->u.axis->size);
      return expr_pow(b->pool, arg[0], arg[1]);
    case X_CALL: return expr_call(b->pool, t->u.fn, t->nargs, arg);
    case X_CMP: return expr_cmp(b->pool, (CmpOp)t->op, arg[0], arg[1]);
    case X_IF: return expr_if(b->pool, arg[0], arg[1], arg[2]);
    case X_ACCESS: return expr_access(b->pool, t->u.sym, arg);
    default: return t;
  }
}
