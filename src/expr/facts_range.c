/* facts_range.c: ranges by interval arithmetic with open and closed ends.
 *
 * Ends are rounded outward, except where the arithmetic is exact: a sign must not be lost to rounding (1 - p >= 0 for p in
 * [0, 1]), and none may be gained. An infinite end counts as open. A range speaks of the points where the expression is
 * defined; 0 times anything is 0.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "base/kernels.h"
#include <float.h>
#include <math.h>

static const Range all = { -INFINITY, INFINITY, true, true, false };

static Range range_of(double lo, bool lo_open, double hi, bool hi_open) { return (Range){ lo, hi, lo_open, hi_open, false }; }
static Range closed(double lo, double hi) { return (Range){ lo, hi, isinf(lo), isinf(hi), false }; }

static Range intersect(Range a, Range b)
{
  if (b.lo > a.lo || (b.lo == a.lo && b.lo_open)) { a.lo = b.lo; a.lo_open = b.lo_open; }
  if (b.hi < a.hi || (b.hi == a.hi && b.hi_open)) { a.hi = b.hi; a.hi_open = b.hi_open; }
  a.integer |= b.integer;
  return a;
}

static Range hull(Range a, Range b)
{
  if (b.lo < a.lo || (b.lo == a.lo && !b.lo_open)) { a.lo = b.lo; a.lo_open = b.lo_open; }
  if (b.hi > a.hi || (b.hi == a.hi && !b.hi_open)) { a.hi = b.hi; a.hi_open = b.hi_open; }
  a.integer &= b.integer;
  return a;
}

static Range negated(Range r) { return (Range){ -r.hi, -r.lo, r.hi_open, r.lo_open, r.integer }; }

static bool contains(Range r, double v) { return (v > r.lo || (v == r.lo && !r.lo_open)) && (v < r.hi || (v == r.hi && !r.hi_open)); }

/* ---- ends ---------------------------------------------------------------------------------------------------------- */

typedef struct End { double v; bool open; } End;

static double below(double v, bool exact) { return exact || v == 0 || isinf(v) ? v : v - 4 * DBL_EPSILON * fabs(v); }
static double above(double v, bool exact) { return -below(-v, exact); }

typedef struct Sum { double v, error; bool exact, open; } Sum;

static void sum_add(Sum *s, double v, bool open)
{
  double t = s->v + v, back = t - s->v, lost = (s->v - (t - back)) + (v - back);
  if (isfinite(t)) { s->exact &= lost == 0; s->error += DBL_EPSILON * fabs(t); }
  s->v = t;
  s->open |= open;
}

static Range range_of_sums(Sum lo, Sum hi)
{
  double a = isnan(lo.v) ? -INFINITY : lo.exact || isinf(lo.v) ? lo.v : lo.v - 2 * lo.error;
  double b = isnan(hi.v) ? INFINITY : hi.exact || isinf(hi.v) ? hi.v : hi.v + 2 * hi.error;
  return range_of(a, lo.open || isinf(a), b, hi.open || isinf(b));
}

static End times(End a, End b)
{
  if (a.v == 0 || b.v == 0) return (End){ 0, !((a.v == 0 && !a.open) || (b.v == 0 && !b.open)) };
  double v = a.v * b.v;
  return (End){ v, a.open || b.open || isinf(v) };
}

static Range range_times(Range a, Range b)
{
  End x[2] = { { a.lo, a.lo_open }, { a.hi, a.hi_open } }, y[2] = { { b.lo, b.lo_open }, { b.hi, b.hi_open } };
  Range r = { INFINITY, -INFINITY, true, true, a.integer && b.integer };
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
      End e = times(x[i], y[j]);
      bool exact = isinf(e.v) || fma(x[i].v, y[j].v, -e.v) == 0;
      double lo = below(e.v, exact), hi = above(e.v, exact);
      if (lo < r.lo) { r.lo = lo; r.lo_open = e.open; } else if (lo == r.lo) r.lo_open &= e.open;
      if (hi > r.hi) { r.hi = hi; r.hi_open = e.open; } else if (hi == r.hi) r.hi_open &= e.open;
    }
  }
  return r;
}

/* ---- leaves -------------------------------------------------------------------------------------------------------- */

static Range range_of_domain(const Domain *d)
{
  Range r = all;
  switch (d->kind) {
  case DOMAIN_INTERVAL: return range_of(d->lo, d->lo_open || isinf(d->lo), d->hi, d->hi_open || isinf(d->hi));
  case DOMAIN_SIMPLEX: return closed(d->lo, 1);
  case DOMAIN_ORDERED: return range_of(d->lo, d->lo_open || isinf(d->lo), d->hi, d->hi_open || isinf(d->hi));
  case DOMAIN_ORTHOGONAL: case DOMAIN_SPHERE: return closed(-1, 1);
  case DOMAIN_BALL: return closed(-d->hi, d->hi);
  case DOMAIN_LABEL: r = closed(1, d->hi); r.integer = true; return r;
  default: return all;
  }
}

Range range_of_symbol(Facts *f, const Symbol *s)
{
  if (s->kind == SYM_TOUCH && s->twin) s = s->twin;
  Range r = range_of_domain(&s->domain);
  if (s->kind == SYM_DATA || s->kind == SYM_LET) {
    double least = s->least, greatest = s->greatest;
    bool integer = s->integer, known = s->range_known;
    if (!known && s->value) known = array_range(s->value, &least, &greatest, &integer);
    Range seen = { least, greatest, isinf(least), isinf(greatest), integer };
    if (known) r = intersect(r, seen);
  } else if (s->def) r = intersect(r, facts_range(f, s->def));
  return r;
}

/* an entry on the diagonal of a semidefinite matrix that a weight or statistic is by its definition */
static bool is_on_diagonal(Facts *f, const Expr *e)
{
  for (int a = 0; a < e->nargs; a++)
    for (int b = a + 1; b < e->nargs; b++) {
      if (e->arg[a] != e->arg[b] || e->u.sym->axis[a] != e->u.sym->axis[b]) continue;
      const Expr *at[ARRAY_MAX_AXES];
      Index *row = index_new(f->pool, e->u.sym->axis[a]->name, e->u.sym->axis[a]), *col = index_new(f->pool, row->name, row->axis);
      for (int k = 0; k < e->nargs; k++) at[k] = facts_unbind(f, e->arg[k]);
      at[a] = expr_index(f->pool, row);
      at[b] = expr_index(f->pool, col);
      const Index *r[1] = { row }, *c[1] = { col };
      if (facts_is_semidefinite(f, expr_access(f->pool, e->u.sym, at), 1, r, c, false)) return true;
    }
  return false;
}

/* entries of positive definite matrices: positive on the diagonal; nonnegative anywhere where the others are 0 */
static Range range_of_access(Facts *f, const Expr *e)
{
  const Symbol *s = e->u.sym->kind == SYM_TOUCH && e->u.sym->twin ? e->u.sym->twin : e->u.sym;
  Range r = range_of_symbol(f, s);
  if (s->def && r.lo < 0 && is_on_diagonal(f, e)) r = intersect(r, range_of(0, false, INFINITY, true));
  if (s->domain.kind != DOMAIN_SPD) return r;
  int row = -1, column = -1;
  for (int k = 0; k < s->naxes; k++) if (s->domain.axes >> k & 1) { row = column; column = k; }
  const Domain *d = &s->domain;
  bool top = isinf(d->hi);                                 /* entries lie between the extreme eigenvalues on the diagonal, within half their distance off it */
  if (row >= 0 && e->arg[row] == e->arg[column]) return intersect(r, d->lo > 0 ? range_of(d->lo, false, d->hi, top) : range_of(0, true, d->hi, top));
  if (d->shape == SHAPE_FULL) return top ? r : intersect(r, range_of(-d->hi, false, d->hi, false));
  return intersect(r, range_of(0, row >= 0 ? false : true, d->hi, top));
}

static Range range_of_axis(const Axis *a, double least)
{
  Range r = { least, a->size < 0 ? INFINITY : (double)a->size, false, a->size < 0, true };
  return r;
}

/* ---- quotients by the sum of the terms that the numerator is one of ------------------------------------------------- */

static bool is_term_of(Facts *f, const Expr *term, const Expr *sum)
{
  if (term == sum) return true;
  if (sum->kind == X_ADD) {
    for (int k = 0; k < sum->nargs; k++) if (is_term_of(f, term, sum->arg[k])) return true;
    return false;
  }
  if (!facts_is_whole_sum(sum)) return false;
  const Axis *axis = sum->u.bound[0]->axis;
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  bool found = false;
  expr_open_scratch(f->pool, sum, open, arg);
  for (int k = 0; k < term->nfree && !found; k++) {
    if (term->free[k]->axis != axis) continue;
    found = is_term_of(f, term, expr_subst_index(f->pool, arg[0], open[0], expr_index(f->pool, term->free[k])));
  }
  scratch_end(f->pool, sum);
  return found;
}

static bool has_nonnegative_terms(Facts *f, const Expr *sum)
{
  if (sum->kind == X_ADD) {
    for (int k = 0; k < sum->nargs; k++) if (!has_nonnegative_terms(f, sum->arg[k])) return false;
    return true;
  }
  return facts_is_whole_sum(sum) ? has_nonnegative_terms(f, sum->arg[0]) : facts_is_nonnegative(f, sum);
}

/* c * a_k / sum{k} a_k and c * f / (f + g), all terms nonnegative, c a number: at most c */
static bool is_share(Facts *f, const Expr *e, double *coef)
{
  bool found = false;
  *coef = 1;
  for (int k = 0; k < e->nargs && !found; k++) {
    const Expr *x = e->arg[k];
    if (x->kind != X_POW || !expr_is_num(x->arg[1], -1)) continue;
    const Expr *sum = x->arg[0];
    if ((sum->kind != X_ADD && !facts_is_whole_sum(sum)) || !has_nonnegative_terms(f, sum)) continue;
    List rest;
    list_init(&rest);
    for (int j = 0; j < e->nargs; j++) if (j != k && !expr_number(e->arg[j], coef)) list_push(&rest, e->arg[j]);
    const Expr *term = expr_mul_n(f->pool, rest.len, rest.data);
    list_free(&rest);
    found = is_term_of(f, facts_unbind(f, term), facts_unbind(f, sum));
  }
  return found;
}

/* ---- powers ----------------------------------------------------------------------------------------------------------- */

static End power_end(double v, bool open, double power, bool up)
{
  double w = pow(v, power);
  bool exact = w == 0 || isinf(w) || (power == 2 && fma(v, v, -w) == 0) || (power == -1 && fma(v, w, -1) == 0) || v == 1;
  return (End){ up ? above(w, exact) : below(w, exact), open || isinf(w) };
}

/* x^p for x in r with r.lo >= 0 */
static Range range_of_positive_power(Range r, double power)
{
  bool up = power > 0;
  End lo = up ? power_end(r.lo, r.lo_open, power, false) : power_end(r.hi, r.hi_open, power, false);
  End hi = up ? power_end(r.hi, r.hi_open, power, true) : power_end(r.lo, r.lo_open, power, true);
  return range_of(lo.v, lo.open, hi.v, hi.open);
}

static Range range_of_power_number(Range b, double power)
{
  if (power == 0) return closed(1, 1);
  if (b.lo >= 0) return range_of_positive_power(b, power);
  if (power != floor(power)) {                                   /* defined for nonnegative bases only */
    if (b.hi < 0) return all;
    b.lo = 0; b.lo_open = false;
    return range_of_positive_power(b, power);
  }
  bool even = fmod(power, 2) == 0;
  if (b.hi <= 0) {
    Range r = range_of_positive_power(negated(b), power);
    return even ? r : negated(r);
  }
  if (!even) {
    if (power < 0) return all;
    Range lo = negated(range_of_positive_power(range_of(0, false, -b.lo, b.lo_open), power));
    return hull(lo, range_of_positive_power(range_of(0, false, b.hi, b.hi_open), power));
  }
  Range left = range_of(0, false, -b.lo, b.lo_open), right = range_of(0, false, b.hi, b.hi_open);
  return range_of_positive_power(hull(left, right), power);
}

static Range range_of_power(Facts *f, const Expr *e)
{
  Range b = facts_range(f, e->arg[0]), x = facts_range(f, e->arg[1]);
  double power;
  if (expr_number(e->arg[1], &power)) {
    Range r = range_of_power_number(b, power);
    r.integer = b.integer && power >= 0 && power == floor(power);
    return r;
  }
  if (b.lo < 0) return all;
  Range r = range_of(0, b.lo > 0 || (b.lo == 0 && b.lo_open), INFINITY, true);
  if (b.lo >= 1 && x.lo >= 0) { r.lo = 1; r.lo_open = false; }
  if (b.hi <= 1 && x.lo >= 0) { r.hi = 1; r.hi_open = false; }
  if (b.lo >= 1 && x.hi <= 0) { r.hi = 1; r.hi_open = false; }
  return r;
}

/* ---- calls ------------------------------------------------------------------------------------------------------------ */

static double kernel_at_end(const Kernel *k, double v, bool up)
{
  double w = kernel_apply(k, &v);
  if (isnan(w)) return up ? INFINITY : -INFINITY;
  if (w == 0 || isinf(w)) return w;
  double slack = 1e-14 * fabs(w) + 1e-15;
  return up ? w + slack : w - slack;
}

static Range range_on_piece(const Kernel *k, Range a, bool increasing)
{
  double lo = kernel_at_end(k, increasing ? a.lo : a.hi, false), hi = kernel_at_end(k, increasing ? a.hi : a.lo, true);
  return range_of(lo, isinf(lo) || (increasing ? a.lo_open : a.hi_open), hi, isinf(hi) || (increasing ? a.hi_open : a.lo_open));
}

/* Monotone pieces are followed from the left end of the argument's range to its right end; a gap leaves the general range. */
static Range range_of_call(Facts *f, const Expr *e)
{
  const Function *fn = e->u.fn;
  Range r = range_of(fn->range_lo, fn->range_lo_open || isinf(fn->range_lo), fn->range_hi, fn->range_hi_open || isinf(fn->range_hi));
  const Kernel *kernel = fn->kernel ? kernel_find(fn->kernel) : NULL;
  if (fn->nargs != 1 || !kernel || kernel->nargs != 1) return r;
  Range domain = range_of(fn->domain_lo, fn->domain_lo_open, fn->domain_hi, fn->domain_hi_open);
  Range a = intersect(facts_range(f, e->arg[0]), domain);
  if (!(a.lo <= a.hi)) return r;
  Range found = all;
  bool any = false;
  double at = a.lo;
  for (int steps = 0; steps < 8; steps++) {
    const FunctionShape *best = NULL;
    for (const FunctionShape *s = fn->shapes; s; s = s->next) {
      if (s->coordinate || !(s->flags & (SHAPE_INCREASING | SHAPE_DECREASING))) continue;
      if (s->lo <= at + 1e-14 * fabs(at) && s->hi >= at && (!best || s->hi > best->hi)) best = s;
    }
    if (!best || (best->hi <= at && at < a.hi)) return r;
    Range piece = range_of(at, at == a.lo && a.lo_open, fmin(best->hi, a.hi), best->hi >= a.hi && a.hi_open);
    Range here = range_on_piece(kernel, piece, best->flags & SHAPE_INCREASING);
    found = any ? hull(found, here) : here;
    any = true;
    if (best->hi >= a.hi) return intersect(r, found);
    at = best->hi;
  }
  return r;
}

/* ---- sums --------------------------------------------------------------------------------------------------------------- */

/* R-FOLD. Sums of an access to a simplex over its coupled axes, each by an index that stands there and nowhere else (not in
 * phi[k | z[k]]): over all of them it is 1, over some in [0, 1]. */
static bool is_simplex_sum(const Expr *e, bool *all_axes)
{
  const Index *bound[ARRAY_MAX_AXES];
  bool whole[ARRAY_MAX_AXES];
  int n = 0;
  while (e->kind == X_REDUCE && e->op == R_SUM && n < ARRAY_MAX_AXES) {
    whole[n] = facts_is_whole_sum(e);
    bound[n++] = e->u.bound[0];
    e = e->arg[0];
  }
  if (e->kind != X_ACCESS || n == 0) return false;
  const Symbol *s = e->u.sym->kind == SYM_TOUCH && e->u.sym->twin ? e->u.sym->twin : e->u.sym;
  if (s->domain.kind != DOMAIN_SIMPLEX) return false;
  int hits = 0, wholes = 0, coupled = 0;
  for (int k = 0; k < s->naxes; k++) {
    bool is_coupled = s->domain.axes >> k & 1;
    coupled += is_coupled;
    for (int b = 0; b < n; b++) {
      if (!expr_has_free(e->arg[k], bound[b])) continue;
      if (!is_coupled || e->arg[k]->kind != X_INDEX) return false;
      hits++;
      wholes += whole[b];
    }
  }
  *all_axes = wholes == coupled && hits == coupled;
  return hits == n;
}

static Range range_of_simplex_mean(Facts *, const Expr *);
static Range range_of_split_sum(Facts *, const Expr *);

static Range range_of_sum(Facts *f, const Expr *e)
{
  bool all_axes;
  if (is_simplex_sum(e, &all_axes)) return closed(all_axes ? 1 : 0, 1);
  Range b = facts_range(f, e->arg[0]), r;
  int64_t size = e->u.bound[0]->axis->size;
  double n = size < 0 ? INFINITY : (double)size;
  if (facts_is_whole_sum(e) && size > 0) {
    Range count = closed(n, n);
    r = range_times(b, count);
  } else {
    Range count = range_of(0, false, n, isinf(n));
    r = range_times(b, count);
  }
  r.integer = b.integer;
  QuadForm q;
  if (r.lo < 0 && facts_quad_form(f, e, &q)) {
    Range form = range_of(0, false, INFINITY, true);
    r = intersect(r, q.coef >= 0 ? form : negated(form));
  }
  if (facts_is_whole_sum(e)) r = intersect(r, range_of_simplex_mean(f, e));
  if (r.lo <= 0 && !(r.lo == 0 && r.lo_open) && facts_is_form_on_sphere(f, e)) r = intersect(r, range_of(0, true, INFINITY, true));
  if (r.lo < 0 && r.hi > 0 && facts_is_whole_sum(e)) {
    if (facts_is_matrix_sum(f, e)) r = intersect(r, range_of(0, false, INFINITY, true));
    else if (b.lo < 0 && b.hi > 0 && e->arg[0]->kind == X_ADD) r = intersect(r, range_of_split_sum(f, e));
  }
  return r;
}

/* term by term: what is not known of each summand's part may be known of its sum */
static Range range_of_split_sum(Facts *f, const Expr *e)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  Sum lo = { 0, 0, true, false }, hi = lo;
  expr_open(f->pool, facts_unbind(f, e), open, arg);
  for (int k = 0; k < arg[0]->nargs; k++) {
    Range r = facts_range(f, expr_sum(f->pool, open[0], arg[0]->arg[k]));
    sum_add(&lo, r.lo, r.lo_open);
    sum_add(&hi, r.hi, r.hi_open);
  }
  return range_of_sums(lo, hi);
}

/* sum{k} w[k] * f[k] with w a simplex over k: between the least and the greatest f */
static Range range_of_simplex_mean(Facts *f, const Expr *e)
{
  const Expr *body = e->arg[0];
  if (body->kind != X_MUL) return all;
  for (int k = 0; k < body->nargs; k++) {
    const Expr *w = body->arg[k];
    if (w->kind != X_ACCESS) continue;
    const Symbol *s = w->u.sym->kind == SYM_TOUCH && w->u.sym->twin ? w->u.sym->twin : w->u.sym;
    if (s->domain.kind != DOMAIN_SIMPLEX) continue;
    bool over = true;
    for (int a = 0; a < s->naxes; a++) {
      bool is_bound = w->arg[a]->kind == X_INDEX && w->arg[a]->u.index == e->u.bound[0], is_coupled = s->domain.axes >> a & 1;
      if (is_coupled != is_bound || (!is_bound && expr_has_free(w->arg[a], e->u.bound[0]))) over = false;
    }
    if (!over) continue;
    Range r = closed(1, 1);
    for (int j = 0; j < body->nargs; j++) if (j != k) r = range_times(r, facts_range(f, body->arg[j]));
    r.integer = false;
    if (isfinite(r.lo)) r.lo = below(r.lo, false);           /* the entries add up to 1 but for rounding */
    if (isfinite(r.hi)) r.hi = above(r.hi, false);
    return r;
  }
  return all;
}

static Range range_of_product_over(Range b)
{
  Range r = all;
  if (b.lo >= 0) {
    r.lo = b.lo >= 1 ? 1 : 0;
    r.lo_open = b.lo == 0 ? b.lo_open : b.lo < 1;
    if (b.hi <= 1) { r.hi = 1; r.hi_open = false; }          /* also the empty product */
  } else if (b.lo >= -1 && b.hi <= 1) r = closed(-1, 1);
  r.integer = b.integer;
  return r;
}

static Range range_of_reduce(Facts *f, const Expr *e)
{
  const Axis *axis = e->u.bound[0]->axis;
  bool whole = e->nargs == 2 && expr_is_num(e->arg[1], 1);
  switch ((ReduceOp)e->op) {
  case R_SUM: return range_of_sum(f, e);
  case R_PROD: return range_of_product_over(facts_range(f, e->arg[0]));
  case R_ARGMIN: case R_ARGMAX: return range_of_axis(axis, whole ? 1 : 0);
  default: {
    Range r = facts_range(f, e->arg[0]);
    bool nonempty = whole && axis->size > 0;
    if (!nonempty && e->op == R_MIN) { r.hi = INFINITY; r.hi_open = true; r.integer = false; }
    if (!nonempty && e->op == R_MAX) { r.lo = -INFINITY; r.lo_open = true; r.integer = false; }
    return r;
  }
  }
}

/* ---- all ------------------------------------------------------------------------------------------------------------------ */

/* c[k + 1] - c[k] of an ordered parameter: not below 0 */
static bool is_ordered_step(Facts *f, const Expr *e)
{
  const Expr *up = NULL, *down = NULL;
  for (int i = 0; e->nargs == 2 && i < 2; i++) {
    const Expr *rest;
    double c = expr_split_coef(f->pool, e->arg[i], &rest);
    if (rest->kind != X_ACCESS || rest->u.sym->domain.kind != DOMAIN_ORDERED || fabs(c) != 1) return false;
    *(c > 0 ? &up : &down) = rest;
  }
  if (!up || !down || up->u.sym != down->u.sym) return false;
  for (int a = 0; a < up->nargs; a++) {
    double step;
    if (up->arg[a] == down->arg[a]) continue;
    if (!(up->u.sym->domain.axes >> a & 1) || !expr_number(expr_sub(f->pool, facts_unbind(f, up->arg[a]), facts_unbind(f, down->arg[a])), &step) || step < 0) return false;
  }
  return true;
}

static Range range_of_add(Facts *f, const Expr *e)
{
  if (is_ordered_step(f, e)) return range_of(0, false, INFINITY, true);
  Sum lo = { 0, 0, true, false }, hi = lo;
  bool integer = true;
  for (int k = 0; k < e->nargs; k++) {
    Range r = facts_range(f, e->arg[k]);
    sum_add(&lo, r.lo, r.lo_open);
    sum_add(&hi, r.hi, r.hi_open);
    integer &= r.integer;
  }
  Range r = range_of_sums(lo, hi);
  r.integer = integer;
  return r;
}

static Range range_of_mul(Facts *f, const Expr *e)
{
  Range r = closed(1, 1);
  r.integer = true;
  for (int k = 0; k < e->nargs; k++) r = range_times(r, facts_range(f, e->arg[k]));
  double most;
  if (r.lo >= 0 && isinf(r.hi) && is_share(f, e, &most)) { r.hi = most; r.hi_open = false; }
  return r;
}

static Range range_of_compare(Facts *f, const Expr *e)
{
  Range a = facts_range(f, e->arg[0]), b = facts_range(f, e->arg[1]), r = closed(0, 1);
  bool less = a.hi < b.lo || (a.hi == b.lo && (a.hi_open || b.lo_open));          /* a < b always */
  bool more = b.hi < a.lo || (b.hi == a.lo && (b.hi_open || a.lo_open));
  switch ((CmpOp)e->op) {
  case C_EQ: if (less || more) r.hi = 0; break;
  case C_NE: if (less || more) r.lo = 1; break;
  case C_LT: if (less) r.lo = 1; else if (b.hi <= a.lo) r.hi = 0; break;
  case C_LE: if (a.hi <= b.lo) r.lo = 1; else if (more) r.hi = 0; break;
  }
  r.integer = true;
  return r;
}

static Range range_of_if(Facts *f, const Expr *e)
{
  Range yes = facts_range(f, e->arg[1]), no = facts_range(f, e->arg[2]), cond = facts_range(f, e->arg[0]);
  if (!contains(cond, 0)) return yes;
  if (cond.lo == 0 && cond.hi == 0) return no;
  int extreme = facts_if_extreme(f, e);
  Range r = hull(yes, no);
  if (extreme > 0) {
    if (yes.lo > no.lo || (yes.lo == no.lo && yes.lo_open)) { r.lo = yes.lo; r.lo_open = yes.lo_open; } else { r.lo = no.lo; r.lo_open = no.lo_open; }
  } else if (extreme < 0) {
    if (yes.hi < no.hi || (yes.hi == no.hi && yes.hi_open)) { r.hi = yes.hi; r.hi_open = yes.hi_open; } else { r.hi = no.hi; r.hi_open = no.hi_open; }
  }
  return r;
}

static Range range_of_matrix(const Expr *e)
{
  int m = e->nbound / 2;
  if (e->op == MAT_SINGULAR) return range_of(0, false, INFINITY, true);
  if (e->op == MAT_RANK) {
    double n = 1;
    for (int k = 0; k < m; k++) n *= e->u.bound[k]->axis->size > 0 ? (double)e->u.bound[k]->axis->size : INFINITY;
    Range r = range_of(1, false, n, false);
    r.integer = true;
    return r;
  }
  if (e->op != MAT_INV) return all;
  for (int k = 0; k < m; k++) if (e->arg[1 + k] != e->arg[1 + m + k]) return all;
  return range_of(0, true, INFINITY, true);
}

Range range_compute(Facts *f, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_NUM: {
    double v = NAN;
    if (!expr_number(e, &v) || isnan(v)) return all;
    Range r = closed(v, v);
    r.integer = v == floor(v) && isfinite(v);
    return r;
  }
  case X_AXIS: { Range r = range_of_axis(e->u.axis, 0); r.lo = e->u.axis->size < 0 ? 0 : r.hi; return r; }
  case X_INDEX: return range_of_axis(e->u.index->axis, 1);
  case X_ACCESS: return range_of_access(f, e);
  case X_ADD: return range_of_add(f, e);
  case X_MUL: return range_of_mul(f, e);
  case X_POW: return range_of_power(f, e);
  case X_CALL: return range_of_call(f, e);
  case X_CMP: return range_of_compare(f, e);
  case X_IF: return range_of_if(f, e);
  case X_REDUCE: return range_of_reduce(f, e);
  case X_MATRIX: return range_of_matrix(e);
  default: return all;
  }
}
