/* facts_range.c: the range of a node from those of its arguments; the arithmetic is in range.h, sums are in facts_range_sum.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "base/kernels.h"
#include <math.h>

/* ---- leaves ---------------------------------------------------------------------------------------------------------------- */

static Range range_of_domain(const Domain *d)
{
  Range r = range_all;
  switch (d->kind) {
  case DOMAIN_INTERVAL: return range_between(d->lo, d->lo_open || isinf(d->lo), d->hi, d->hi_open || isinf(d->hi));
  case DOMAIN_SIMPLEX: return range_closed(d->lo, d->hi);
  case DOMAIN_TRANSPORT: return range_between(0, false, INFINITY, true);
  case DOMAIN_ORDERED: return range_between(d->lo, d->lo_open || isinf(d->lo), d->hi, d->hi_open || isinf(d->hi));
  case DOMAIN_ORTHOGONAL: case DOMAIN_SPHERE: return range_closed(-1, 1);
  case DOMAIN_BALL: return range_closed(-d->hi, d->hi);
  case DOMAIN_LABEL: r = range_closed(1, d->hi); r.integer = true; return r;
  default: return range_all;
  }
}

static Range range_of_symbol(Facts *f, const Symbol *s)
{
  if (s->kind == SYM_TOUCH && s->twin) s = s->twin;
  Range r = range_of_domain(&s->domain);
  if (s->kind == SYM_DATA || s->kind == SYM_LET) {
    double least = s->least, greatest = s->greatest;
    bool integer = s->integer, known = s->range_known;
    if (!known && s->value) known = array_range(s->value, &least, &greatest, &integer);
    Range seen = { least, greatest, isinf(least), isinf(greatest), integer };
    if (known) r = range_intersect(r, seen);
  } else if (s->def) r = range_intersect(r, facts_range(f, s->def));
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
  ValueRange seen;
  if ((s->kind == SYM_DATA || s->kind == SYM_LET) && access_values(e, &seen))
    r = range_intersect(r, (Range){ seen.least, seen.greatest, false, false, seen.integer });
  if (s->def && r.lo < 0 && is_on_diagonal(f, e)) r = range_intersect(r, range_between(0, false, INFINITY, true));
  if (s->domain.kind != DOMAIN_SPD) return r;
  int row = -1, column = -1;
  for (int k = 0; k < s->naxes; k++) if (s->domain.axes >> k & 1) { row = column; column = k; }
  const Domain *d = &s->domain;
  bool top = isinf(d->hi);                                 /* entries lie between the extreme eigenvalues on the diagonal, within half their distance off it */
  if (row >= 0 && e->arg[row] == e->arg[column]) return range_intersect(r, d->lo > 0 ? range_between(d->lo, false, d->hi, top) : range_between(0, true, d->hi, top));
  if (d->shape == SHAPE_FULL) return top ? r : range_intersect(r, range_between(-d->hi, false, d->hi, false));
  return range_intersect(r, range_between(0, row >= 0 ? false : true, d->hi, top));
}

Range range_of_axis(const Axis *a, double least)
{
  Range r = { least, a->size < 0 ? INFINITY : (double)a->size, false, a->size < 0, true };
  return r;
}

/* ---- quotients by the sum of the terms that the numerator is one of -------------------------------------------------------- */

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

/* ---- powers ---------------------------------------------------------------------------------------------------------------- */

static Range range_of_power(const Expr *e, Range b, Range x)
{
  double power;
  if (expr_number(e->arg[1], &power)) {
    Range r = range_power(b, power);
    r.integer = b.integer && power >= 0 && power == floor(power);
    return r;
  }
  if (b.lo < 0) return range_all;
  Range r = range_between(0, b.lo > 0 || (b.lo == 0 && b.lo_open), INFINITY, true);
  if (b.lo >= 1 && x.lo >= 0) { r.lo = 1; r.lo_open = false; }
  if (b.hi <= 1 && x.lo >= 0) { r.hi = 1; r.hi_open = false; }
  if (b.lo >= 1 && x.hi <= 0) { r.hi = 1; r.hi_open = false; }
  return r;
}

/* ---- calls ----------------------------------------------------------------------------------------------------------------- */

static double kernel_at_end(const Kernel *k, double v, bool up)
{
  double w = kernel_apply(k, &v);
  if (isnan(w)) return up ? INFINITY : -INFINITY;
  if (w == 0 || isinf(w)) return w;
  double slack = 1e-14 * fabs(w) + 1e-15;
  return up ? w + slack : w - slack;
}

/* steps: constant but for jumps, so that an open end is not left behind; what it is just beside the end counts */
static Range range_on_piece(const Kernel *k, Range a, bool increasing, bool steps)
{
  if (steps) {
    if (a.lo_open && isfinite(a.lo)) a.lo = nextafter(a.lo, INFINITY);
    if (a.hi_open && isfinite(a.hi)) a.hi = nextafter(a.hi, -INFINITY);
    a.lo_open = a.hi_open = false;
  }
  double lo = kernel_at_end(k, increasing ? a.lo : a.hi, false), hi = kernel_at_end(k, increasing ? a.hi : a.lo, true);
  return range_between(lo, isinf(lo) || (increasing ? a.lo_open : a.hi_open), hi, isinf(hi) || (increasing ? a.hi_open : a.lo_open));
}

/* Monotone pieces are followed from the left end of the argument's range to its right end; a gap leaves the general range. */
static Range range_of_call(const Expr *e, Range argument)
{
  const Function *fn = e->u.fn;
  Range r = range_between(fn->range_lo, fn->range_lo_open || isinf(fn->range_lo), fn->range_hi, fn->range_hi_open || isinf(fn->range_hi));
  const Kernel *kernel = fn->kernel ? kernel_find(fn->kernel) : NULL;
  if (fn->nargs != 1 || !kernel || kernel->nargs != 1) return r;
  Range domain = range_between(fn->domain_lo, fn->domain_lo_open, fn->domain_hi, fn->domain_hi_open);
  Range a = range_intersect(argument, domain);
  if (!(a.lo <= a.hi)) return r;
  Range found = range_all;
  bool any = false;
  double at = a.lo;
  for (int steps = 0; steps < 8; steps++) {
    const FunctionShape *best = NULL;
    for (const FunctionShape *s = fn->shapes; s; s = s->next) {
      if (s->coordinate || !(s->flags & (SHAPE_INCREASING | SHAPE_DECREASING))) continue;
      if (s->lo <= at + 1e-14 * fabs(at) && s->hi >= at && (!best || s->hi > best->hi)) best = s;
    }
    if (!best || (best->hi <= at && at < a.hi)) return r;
    Range piece = range_between(at, at == a.lo && a.lo_open, fmin(best->hi, a.hi), best->hi >= a.hi && a.hi_open);
    Range here = range_on_piece(kernel, piece, best->flags & SHAPE_INCREASING, fn->derivative[0] && expr_is_num(fn->derivative[0], 0));
    found = any ? range_hull(found, here) : here;
    any = true;
    if (best->hi >= a.hi) return range_intersect(r, found);
    at = best->hi;
  }
  return r;
}

/* ---- all ------------------------------------------------------------------------------------------------------------------- */

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

static Range range_of_add(int n, const Range *arg)
{
  EndSum lo = { 0, 0, true, false }, hi = lo;
  bool integer = true;
  for (int k = 0; k < n; k++) {
    end_sum_add(&lo, arg[k].lo, arg[k].lo_open);
    end_sum_add(&hi, arg[k].hi, arg[k].hi_open);
    integer &= arg[k].integer;
  }
  Range r = range_of_ends(lo, hi);
  r.integer = integer;
  return r;
}

static Range range_of_mul(int n, const Range *arg)
{
  Range r = arg[0];
  for (int k = 1; k < n; k++) r = range_times(r, arg[k]);
  return r;
}

static Range range_of_compare(CmpOp op, Range a, Range b)
{
  Range r = range_closed(0, 1);
  bool less = a.hi < b.lo || (a.hi == b.lo && (a.hi_open || b.lo_open));          /* a < b always */
  bool more = b.hi < a.lo || (b.hi == a.lo && (b.hi_open || a.lo_open));
  switch (op) {
  case C_EQ: if (less || more) r.hi = 0; break;
  case C_NE: if (less || more) r.lo = 1; break;
  case C_LT: if (less) r.lo = 1; else if (b.hi <= a.lo) r.hi = 0; break;
  case C_LE: if (a.hi <= b.lo) r.lo = 1; else if (more) r.hi = 0; break;
  }
  r.integer = true;
  return r;
}

static Range range_of_if(Range cond, Range yes, Range no, int extreme)
{
  if (!range_contains(cond, 0)) return yes;
  if (cond.lo == 0 && cond.hi == 0) return no;
  Range r = range_hull(yes, no);
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
  if (e->op == MAT_SINGULAR) return range_between(0, false, INFINITY, true);
  if (e->op == MAT_RANK) {
    double n = 1;
    for (int k = 0; k < m; k++) n *= e->u.bound[k]->axis->size > 0 ? (double)e->u.bound[k]->axis->size : INFINITY;
    Range r = range_between(1, false, n, false);
    r.integer = true;
    return r;
  }
  if (e->op != MAT_INV) return range_all;
  for (int k = 0; k < m; k++) if (e->arg[1 + k] != e->arg[1 + m + k]) return range_all;
  return range_between(0, true, INFINITY, true);
}

bool range_of_operation(const Expr *e, const Range *arg, int extreme, Range *out)
{
  switch ((ExprKind)e->kind) {
  case X_NUM: {
    double v = NAN;
    *out = range_all;
    if (!expr_number(e, &v) || isnan(v)) return true;
    *out = range_closed(v, v);
    out->integer = v == floor(v) && isfinite(v);
    return true;
  }
  case X_ADD: *out = range_of_add(e->nargs, arg); return true;
  case X_MUL: *out = range_of_mul(e->nargs, arg); return true;
  case X_POW: *out = range_of_power(e, arg[0], arg[1]); return true;
  case X_CALL: *out = range_of_call(e, arg[0]); return true;
  case X_CMP: *out = range_of_compare((CmpOp)e->op, arg[0], arg[1]); return true;
  case X_IF: *out = range_of_if(arg[0], arg[1], arg[2], extreme); return true;
  default: return false;
  }
}

/* an access that the node holds with this domain's two finite ends, and linearly */
static const Expr *bounded_access(Facts *f, const Expr *whole, const Expr *e)
{
  if (e->kind == X_ACCESS) {
    const Domain *d = &e->u.sym->domain;
    return e->u.sym->kind == SYM_PARAM && d->kind == DOMAIN_INTERVAL && isfinite(d->lo) && isfinite(d->hi) && facts_degree(f, whole, e->u.sym) == 1 ? e : NULL;
  }
  if (e->kind != X_ADD && e->kind != X_MUL) return NULL;
  for (int i = 0; i < e->nargs; i++) {
    const Expr *found = bounded_access(f, whole, e->arg[i]);
    if (found) return found;
  }
  return NULL;
}

/* A sum that is linear in a number between two ends lies between its values there: 1 - w a - (1 - w) b. */
static Range range_between_ends(Facts *f, const Expr *e, Range r)
{
  const Expr *w = NULL;
  for (int i = 0; i < e->nargs && !w; i++) w = e->arg[i]->kind == X_MUL ? bounded_access(f, e, e->arg[i]) : NULL;
  if (!w || w->nargs) return r;
  const Domain *d = &w->u.sym->domain;
  Range lo = facts_range(f, expr_subst_access(f->pool, e, w->u.sym, NULL, expr_num(f->pool, d->lo)));
  Range hi = facts_range(f, expr_subst_access(f->pool, e, w->u.sym, NULL, expr_num(f->pool, d->hi)));
  double least = fmin(lo.lo, hi.lo), greatest = fmax(lo.hi, hi.hi);      /* 1/27 - 4 became one number, rounded */
  Range both = { round_below(least, least == floor(least)), round_above(greatest, greatest == floor(greatest)), false, false, false };
  both.lo_open = (lo.lo > both.lo || lo.lo_open) && (hi.lo > both.lo || hi.lo_open);
  both.hi_open = (lo.hi < both.hi || lo.hi_open) && (hi.hi < both.hi || hi.hi_open);
  return range_intersect(r, both);
}

/* what is known of the node beyond the ranges of its arguments */
static Range range_refined(Facts *f, const Expr *e, Range r)
{
  double most;
  if (e->kind == X_ADD && is_ordered_step(f, e)) return range_between(0, false, INFINITY, true);
  if (e->kind == X_ADD && r.lo < 0 && facts_is_gain(f, e)) return range_intersect(r, range_between(0, false, INFINITY, true));
  if (e->kind == X_ADD && r.lo < 0 && r.hi > 0) r = range_between_ends(f, e, r);
  if (e->kind == X_MUL && r.lo >= 0 && isinf(r.hi) && is_share(f, e, &most)) { r.hi = most; r.hi_open = false; }
  return r;
}

static Range range_of_arguments(Facts *f, const Expr *e)
{
  enum { FEW = 16 };
  Range few[FEW], *arg = e->nargs <= FEW ? few : ARENA_ARRAY(pool_arena(f->pool), Range, e->nargs), r = range_all;
  few[0] = range_all;
  for (int i = 0; i < e->nargs; i++) arg[i] = facts_range(f, e->arg[i]);
  if (!range_of_operation(e, arg, e->kind == X_IF ? facts_if_extreme(f, e) : 0, &r)) return range_all;
  return range_refined(f, e, r);
}

Range range_compute(Facts *f, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_AXIS: { Range r = range_of_axis(e->u.axis, 0); r.lo = e->u.axis->size < 0 ? 0 : r.hi; return r; }
  case X_INDEX: return range_of_axis(e->u.index->axis, 1);
  case X_ACCESS: return range_of_access(f, e);
  case X_REDUCE: return range_of_reduce(f, e);
  case X_MATRIX: return range_of_matrix(e);
  case X_NUM: case X_ADD: case X_MUL: case X_POW: case X_CALL: case X_CMP: case X_IF: return range_of_arguments(f, e);
  default: return range_all;
  }
}
