/* facts_range_sum.c: the range of a reduction; what is known of a sum as a whole beyond its terms (simplexes, quadratic forms).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include <math.h>

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

/* term by term: what is not known of each summand's part may be known of its sum */
static Range range_of_split_sum(Facts *f, const Expr *e)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  EndSum lo = { 0, 0, true, false }, hi = lo;
  expr_open(f->pool, facts_unbind(f, e), open, arg);
  for (int k = 0; k < arg[0]->nargs; k++) {
    Range r = facts_range(f, expr_sum(f->pool, open[0], arg[0]->arg[k]));
    end_sum_add(&lo, r.lo, r.lo_open);
    end_sum_add(&hi, r.hi, r.hi_open);
  }
  return range_of_ends(lo, hi);
}

/* sum{k} w[k] * f[k] with w a simplex over k: between the least and the greatest f, and at an end only where the f are */
static Range range_of_simplex_mean(Facts *f, const Expr *e)
{
  const Expr *body = e->arg[0];
  if (body->kind != X_MUL) return range_all;
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
    Range r = range_closed(1, 1);
    for (int j = 0; j < body->nargs; j++) if (j != k) r = range_times(r, facts_range(f, body->arg[j]));
    r.integer = false;
    return r;
  }
  return range_all;
}

static Range range_of_sum(Facts *f, const Expr *e)
{
  bool all_axes;
  if (is_simplex_sum(e, &all_axes)) return range_closed(all_axes ? 1 : 0, 1);
  Range b = facts_range(f, e->arg[0]), r;
  int64_t size = e->u.bound[0]->axis->size;
  double n = size < 0 ? INFINITY : (double)size;
  if (facts_is_whole_sum(e) && size > 0) {
    Range count = range_closed(n, n);
    r = range_times(b, count);
  } else {
    Range count = range_between(0, false, n, isinf(n));
    r = range_times(b, count);
  }
  r.integer = b.integer;
  QuadForm q;
  if (r.lo < 0 && facts_quad_form(f, e, &q)) {
    Range form = range_between(0, false, INFINITY, true);
    r = range_intersect(r, q.coef >= 0 ? form : range_negated(form));
  }
  if (facts_is_whole_sum(e)) r = range_intersect(r, range_of_simplex_mean(f, e));
  if (r.lo <= 0 && !(r.lo == 0 && r.lo_open) && facts_is_form_on_sphere(f, e)) r = range_intersect(r, range_between(0, true, INFINITY, true));
  if (r.lo < 0 && r.hi > 0 && facts_is_whole_sum(e)) {
    if (facts_is_matrix_sum(f, e)) r = range_intersect(r, range_between(0, false, INFINITY, true));
    else if (b.lo < 0 && b.hi > 0 && e->arg[0]->kind == X_ADD) r = range_intersect(r, range_of_split_sum(f, e));
  }
  return r;
}

static Range range_of_product_over(Range b)
{
  Range r = range_all;
  if (b.lo >= 0) {
    r.lo = b.lo >= 1 ? 1 : 0;
    r.lo_open = b.lo == 0 ? b.lo_open : b.lo < 1;
    if (b.hi <= 1) { r.hi = 1; r.hi_open = false; }          /* also the empty product */
  } else if (b.lo >= -1 && b.hi <= 1) r = range_closed(-1, 1);
  r.integer = b.integer;
  return r;
}

Range range_of_reduce(Facts *f, const Expr *e)
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
