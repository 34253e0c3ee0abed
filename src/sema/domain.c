/* domain.c: domains: from the tree, as text, and against numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static Domain interval(double lo, bool lo_open, double hi, bool hi_open)
{
  return (Domain){ .kind = DOMAIN_INTERVAL, .lo = lo, .hi = hi, .lo_open = lo_open || isinf(lo), .hi_open = hi_open || isinf(hi) };
}

/* which axes a set couples */
typedef enum { COUPLES_NONE, COUPLES_LAST, COUPLES_NAMED_OR_LAST, COUPLES_PAIR, COUPLES_LAST_TWO } Coupling;

static const struct { const char *name; DomainKind kind; Coupling couples; } sets[] = {
  { "real", DOMAIN_REAL, COUPLES_NONE }, { "simplex", DOMAIN_SIMPLEX, COUPLES_NAMED_OR_LAST }, { "spd", DOMAIN_SPD, COUPLES_PAIR },
  { "psd", DOMAIN_SPD, COUPLES_PAIR }, { "rank", DOMAIN_RANK, COUPLES_LAST_TWO }, { "orthogonal", DOMAIN_ORTHOGONAL, COUPLES_LAST_TWO }, { "rotation", DOMAIN_ORTHOGONAL, COUPLES_PAIR },
  { "ball", DOMAIN_BALL, COUPLES_LAST }, { "sphere", DOMAIN_SPHERE, COUPLES_LAST },
  { "transport", DOMAIN_TRANSPORT, COUPLES_LAST_TWO }, { "ordered", DOMAIN_ORDERED, COUPLES_LAST }, { "zerosum", DOMAIN_ZEROSUM, COUPLES_NAMED_OR_LAST } };
enum { SETS = sizeof sets / sizeof *sets };

static bool unknown_set(Sema *s, const Node *n)
{
  VEC(const Name *) names = {0};
  for (int i = 0; i < SETS; i++) vec_push(s->arena, &names, name_of(sets[i].name));
  Diag *d = diag_add(s->diags, n->at, MSG_UNKNOWN, "domain", n->name->text);
  const Name *near = name_nearest(n->name, names.data, names.len);
  if (near) diag_hint(s->diags, d, "did you mean '%s'?", near->text);
  else diag_hint(s->diags, d, "it stands behind the name and its axes: > 0, in (0, 1), in simplex, in spd, ordered, or another of `help domains`");
  return false;
}

static bool shape_of(Sema *s, const Node *qualifier, SpdShape *shape)
{
  *shape = SHAPE_FULL;
  if (!qualifier) return true;
  if (strcmp(qualifier->name->text, "diagonal") == 0) *shape = SHAPE_DIAGONAL;
  else if (strcmp(qualifier->name->text, "spherical") == 0) *shape = SHAPE_SPHERICAL;
  else return diag_hint(s->diags, diag_add(s->diags, qualifier->span, MSG_UNKNOWN, "shape", qualifier->name->text), "spd, spd diagonal, spd spherical"), false;
  return true;
}

/* ---- what stands in the brackets of a set: an axis or a number, then bounds by name ---- */

static const struct { const char *name; DomainKind kind; size_t field; } set_bounds[] = {
  { "floor", DOMAIN_SIMPLEX, offsetof(Domain, lo) }, { "ceiling", DOMAIN_SIMPLEX, offsetof(Domain, hi) }, { "floor", DOMAIN_SPD, offsetof(Domain, lo) },
  { "ceiling", DOMAIN_SPD, offsetof(Domain, hi) },
  { "ratio", DOMAIN_SPD, offsetof(Domain, ratio) }, { "det", DOMAIN_SPD, offsetof(Domain, det) }, { "norm", DOMAIN_BALL, offsetof(Domain, lo) } };

static bool is_bound(const Node *arg) { return arg->kind == NODE_OPTION; }

static bool read_bound(Sema *s, const Node *n, Domain *d)
{
  for (size_t i = 0; i < sizeof set_bounds / sizeof *set_bounds; i++) {
    if (set_bounds[i].kind != d->kind || strcmp(set_bounds[i].name, n->name->text)) continue;
    double value;
    if (!sema_number(s, n->kid[0], &value)) return false;
    memcpy((char *)d + set_bounds[i].field, &value, sizeof value);
    if (set_bounds[i].field != offsetof(Domain, det) || (value > 0 && isfinite(value))) return true;
    return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), "a positive definite matrix has a positive determinant: spd(det = 1)"), false;
  }
  Diag *diag = diag_add(s->diags, n->span, MSG_UNKNOWN, "bound", n->name->text);
  diag_hint(s->diags, diag, "simplex(floor = 0.01, ceiling = 0.5), spd(floor = 0.001, ceiling = 100), spd(ratio = 100), spd(det = 1), ball(2, norm = 1)");
  return false;
}

/* the bounds by name; false also where nothing lies between them */
static bool read_bounds(Sema *s, const Node *n, int naxes, Axis *const *axis, Domain *d)
{
  int64_t cells = 1;
  for (int i = 1; i < n->nkids; i++)
    if (is_bound(n->kid[i]) && !read_bound(s, n->kid[i], d)) return false;
  if (d->kind == DOMAIN_SPD && ((d->lo > -INFINITY && !(d->lo >= 0)) || !(d->hi > fmax(d->lo, 0))))
    return diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
  if (d->ratio != 0 && !(d->ratio >= 1)) return diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
  if (d->det > 0 && d->shape == SHAPE_SPHERICAL)
    return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_DOMAIN_TOGETHER), "only one multiple of the unit matrix has this determinant: write that, or spd(det = 1) diagonal"), false;
  if (d->det > 0 && (d->lo >= 0 || d->hi < INFINITY || d->ratio > 0))
    return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_DOMAIN_TOGETHER), "a determinant stands alone: spd(det = 1)"), false;
  if (d->ratio > 0 && (d->lo >= 0 || d->hi < INFINITY || d->shape != SHAPE_FULL)) return diag_add(s->diags, n->span, MSG_DOMAIN_TOGETHER), false;
  if (d->kind == DOMAIN_BALL && d->lo == 2) d->lo = -INFINITY;
  if (d->kind == DOMAIN_BALL && d->lo > -INFINITY && d->lo != 1)
    return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_BAD_DOMAIN), "a ball has norm = 1, the sum of absolute values, or norm = 2, the length"), false;
  if (d->ratio > 0) d->together = (1u << naxes) - 1;
  for (int i = 0; d->kind == DOMAIN_SIMPLEX && i < naxes; i++)
    if (d->axes >> i & 1) cells = axis[i]->size < 0 || cells < 0 ? -1 : cells * axis[i]->size;
  if (d->kind != DOMAIN_SIMPLEX) return true;
  if (d->hi >= 1) d->hi = 1;                               /* no bound: no share is greater */
  if (d->lo >= 0 && d->lo * (double)cells < 1 && d->hi > d->lo && (cells < 0 || d->hi == 1 || d->hi * (double)cells > 1)) return true;
  Diag *empty = diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span));
  if (cells > 0) diag_hint(s->diags, empty, "the mean of %lld shares is %.6g: a floor lies below it, a ceiling above it", (long long)cells, 1 / (double)cells);
  else diag_hint(s->diags, empty, "0 <= floor < ceiling");
  return false;
}

static void put_bounds(Buf *buf, const Domain *d)
{
  bool any = false;
  for (size_t i = 0; i < sizeof set_bounds / sizeof *set_bounds; i++) {
    double value;
    memcpy(&value, (const char *)d + set_bounds[i].field, sizeof value);
    if (set_bounds[i].kind != d->kind || !isfinite(value) || value == 0 || (d->kind == DOMAIN_SIMPLEX && value == 1)) continue;
    buf_printf(buf, "%s%s = ", any ? ", " : "(", set_bounds[i].name);
    buf_number(buf, value);
    any = true;
  }
  if (any) buf_putc(buf, ')');
}

/* the argument without a name; NULL: none */
static const Node *plain_argument(const Node *n) { return n->nkids > 1 && !is_bound(n->kid[1]) ? n->kid[1] : NULL; }

static bool couple(Sema *s, const Node *n, Coupling how, int naxes, Axis *const *axis, Domain *d)
{
  if (how == COUPLES_NONE) return true;
  int need = how == COUPLES_PAIR || how == COUPLES_LAST_TWO ? 2 : 1;
  if (naxes < need) {
    Diag *wanted = diag_add(s->diags, n->span, MSG_DOMAIN_AXES, n->name->text, need, need == 1 ? "axis" : "axes");
    diag_hint(s->diags, wanted, need == 1 ? "give the parameter its axis: param p[K] in %s" : "give the parameter its axes: param p[K, D] in %s", n->name->text);
    return false;
  }
  const Node *a = plain_argument(n);
  if (how == COUPLES_NAMED_OR_LAST && a) {
    for (int i = 0; i < naxes; i++)
      if (a->kind == NODE_NAME && axis_find(s, a->name) && axis_find(s, a->name)->axis == axis[i]) d->axes |= 1u << i;
    if (!d->axes) return diag_add(s->diags, a->span, MSG_DOMAIN_NO_SUCH_AXIS, span_text(s, a->span)), false;
    return true;
  }
  for (int i = naxes - need; i < naxes; i++) d->axes |= 1u << i;
  if (how == COUPLES_PAIR && !axis_same(axis[naxes - 1], axis[naxes - 2])) {
    Diag *diag = diag_add(s->diags, n->span, MSG_DOMAIN_PAIR, n->name->text, axis_text(s, axis[naxes - 2]), axis_text(s, axis[naxes - 1]));
    if (d->kind == DOMAIN_SPD) diag_hint(s->diags, diag, "a covariance for each k is written S[K, D, D]");
    return false;
  }
  return true;
}

/* an argument of `transport`: nonnegative sums over this axis */
static Symbol *sums_over(Sema *s, const Node *n, const Node *arg, const Axis *axis, double *total)
{
  Value v = arg ? elab(s, arg) : (Value){ .kind = VALUE_BAD };
  if (arg && v.kind == VALUE_BAD) return NULL;
  bool fits = v.kind == VALUE_ARRAY && v.e->kind == X_ACCESS && v.e->nargs == 1 && v.nopen == 1 && axis_same(v.open[0]->axis, axis) &&
              (v.e->u.sym->kind == SYM_DATA || v.e->u.sym->kind == SYM_LET) && v.e->u.sym->value && !v.e->u.sym->value->sparse;
  if (!fits) {
    Diag *d = diag_add(s->diags, arg ? arg->span : n->span, MSG_DOMAIN_SUMS, axis_text(s, axis));
    return diag_hint(s->diags, d, "the sums of the rows, then those of the columns: data a[I], data b[J], param P[I, J] in transport(a, b)"), NULL;
  }
  const Array *a = v.e->u.sym->value;
  *total = 0;
  for (int64_t i = 0; i < array_count(a); i++) {
    *total += a->data[i];
    if (a->data[i] >= 0 && isfinite(a->data[i])) continue;
    Diag *d = diag_add(s->diags, arg->span, MSG_DOMAIN_SUM_NEGATIVE, v.e->u.sym->name->text, (long long)i + 1, a->data[i]);
    return diag_hint(s->diags, d, "what is shared out is 0 or more: leave the entry out, or correct it"), NULL;
  }
  return v.e->u.sym;
}

static bool read_sums(Sema *s, const Node *n, int naxes, Axis *const *axis, Domain *d)
{
  static const double equal = 1e-9;
  double total[2];
  if (s->pattern) return true;                             /* a row, for whatever sums */
  for (int k = 0; k < 2; k++)
    if (!(d->sums[k] = sums_over(s, n, n->nkids > 1 + k && !is_bound(n->kid[1 + k]) ? n->kid[1 + k] : NULL, axis[naxes - 2 + k], &total[k]))) return false;
  if (fabs(total[0] - total[1]) <= equal * fmax(total[0], total[1])) return true;
  Diag *diag = diag_add(s->diags, n->span, MSG_DOMAIN_SUMS_DIFFER, d->sums[0]->name->text, total[0], d->sums[1]->name->text, total[1]);
  return diag_hint(s->diags, diag, "no matrix has both: divide each of them by its sum"), false;
}

static bool set_of(Sema *s, const Node *n, int naxes, Axis *const *axis, Domain *out)
{
  int i = 0;
  while (i < SETS && strcmp(sets[i].name, n->name->text) != 0) i++;
  if (i == SETS) return unknown_set(s, n);
  Domain d = { .kind = sets[i].kind, .lo = -INFINITY, .hi = INFINITY, .lo_open = true, .hi_open = true };
  if (!shape_of(s, n->kid[0], &d.shape) || !couple(s, n, sets[i].couples, naxes, axis, &d)) return false;
  if (d.kind == DOMAIN_SIMPLEX) { d.lo = 0; d.hi = 1; d.lo_open = d.hi_open = false; }
  if (d.kind == DOMAIN_BALL || d.kind == DOMAIN_SPHERE) {
    d.hi = 1;
    const Node *radius = plain_argument(n);
    if (radius && !sema_number(s, radius, &d.hi)) return false;
    if (!(d.hi > 0)) return diag_add(s->diags, radius->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
  }
  if (d.kind == DOMAIN_TRANSPORT && !read_sums(s, n, naxes, axis, &d)) return false;
  if (!strcmp(sets[i].name, "psd")) d.lo = 0;
  if (!strcmp(sets[i].name, "rotation")) d.lo = 1;
  if (d.kind == DOMAIN_RANK) {
    const Node *most = plain_argument(n);
    if (!most) return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_BAD_DOMAIN), "rank(2): matrices of rank 2 at most"), false;
    if (!sema_number(s, most, &d.hi)) return false;
    if (!(d.hi >= 1) || d.hi != floor(d.hi)) return diag_add(s->diags, most->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
  }
  *out = d;
  return read_bounds(s, n, naxes, axis, out);
}

/* one domain more: what holds in both. False: they cannot be joined, or nothing is left */
static bool intersect(Sema *s, const Node *n, Domain *d, const Domain *x)
{
  if (x->kind == DOMAIN_ORDERED && d->kind == DOMAIN_INTERVAL) {       /* `> 0, ordered`: the set takes the ends */
    Domain set = *x;
    Domain ends = *d;
    *d = set;
    return intersect(s, n, d, &ends);
  }
  if (x->kind != DOMAIN_INTERVAL || (d->kind != DOMAIN_INTERVAL && d->kind != DOMAIN_ORDERED)) return diag_add(s->diags, n->span, MSG_DOMAIN_TOGETHER), false;
  if (x->lo > d->lo || (x->lo == d->lo && x->lo_open)) { d->lo = x->lo; d->lo_open = x->lo_open; }
  if (x->hi < d->hi || (x->hi == d->hi && x->hi_open)) { d->hi = x->hi; d->hi_open = x->hi_open; }
  if (!(d->lo < d->hi)) return diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
  return true;
}

bool domain_of(Sema *s, const Node *n, int naxes, Axis *const *axis, int bar, Domain *d)
{
  double a, b;
  *d = interval(-INFINITY, true, INFINITY, true);
  d->kind = DOMAIN_REAL;
  if (bar > 0) {
    bool floors = n && n->kind == NODE_DOMAIN_SET && n->nkids > 1 && !plain_argument(n) && !strcmp(n->name->text, "simplex");      /* what the bar says, and a floor */
    if (n && !floors) return diag_add(s->diags, n->span, MSG_DOMAIN_WITH_BAR), false;
    *d = (Domain){ .kind = DOMAIN_SIMPLEX, .lo = 0, .hi = 1 };
    for (int i = 0; i < bar; i++) d->axes |= 1u << i;
    return !n || read_bounds(s, n, naxes, axis, d);
  }
  if (!n) return true;
  switch (n->kind) {
  case NODE_DOMAIN_BOUND:
    if (!sema_number(s, n->kid[0], &a)) return false;
    if (n->op == OP_GT || n->op == OP_GE) *d = interval(a, n->op == OP_GT, INFINITY, true);
    else *d = interval(-INFINITY, true, a, n->op == OP_LT);
    return true;
  case NODE_DOMAIN_INTERVAL:
    if (!sema_number(s, n->kid[0], &a) || !sema_number(s, n->kid[1], &b)) return false;
    *d = interval(a, n->open_low, b, n->open_high);
    if (!(a < b)) return diag_add(s->diags, n->span, MSG_DOMAIN_EMPTY, span_text(s, n->span)), false;
    return true;
  case NODE_DOMAIN_LABEL: {
    int64_t first, last;
    const Node *end = n->kid[1];
    if (s->pattern && end->kind == NODE_NAME) {            /* a row for any number of labels */
      *d = (Domain){ .kind = DOMAIN_LABEL, .lo = 1, .hi = INFINITY, .labels = pattern_axis(s, end->name) };
      return true;
    }
    if (!axis && sema_number(s, n->kid[0], &a) && sema_number(s, n->kid[1], &b)) {      /* an argument: whole numbers in a range, x in 0..inf */
      *d = (Domain){ .kind = DOMAIN_LABEL, .lo = a, .hi = b };
      return true;
    }
    if (!sema_integer(s, n->kid[0], &first) || !sema_integer(s, n->kid[1], &last)) return false;
    if (first != 1 || last < 1) return diag_hint(s->diags, diag_add(s->diags, n->span, MSG_DOMAIN_LABEL), "in 1..K"), false;
    Axis *labels = end->kind == NODE_NAME ? axis_known(s, end->name, end->span, true) : NULL;
    *d = (Domain){ .kind = DOMAIN_LABEL, .lo = 1, .hi = (double)last, .labels = labels && labels->size == last ? labels : NULL };
    return true;
  }
  case NODE_DOMAIN_SET: return set_of(s, n, naxes, axis, d);
  case NODE_DOMAIN_ALL:
    for (int i = 0; i < n->nkids; i++) {
      Domain x;
      if (!domain_of(s, n->kid[i], naxes, axis, bar, &x)) return false;
      if (i == 0 || d->kind == DOMAIN_REAL) *d = x;
      else if (!intersect(s, n, d, &x)) return false;
    }
    return true;
  default:
    diag_add(s->diags, n->span, MSG_BAD_DOMAIN);
    return false;
  }
}

/* of two sets of one kind the one that it is */
static bool is_called(const Domain *d, const char *set)
{
  if (d->kind == DOMAIN_SPD) return (d->lo == 0) == !strcmp(set, "psd");
  return d->kind != DOMAIN_ORTHOGONAL || domain_is_proper(d) == !strcmp(set, "rotation");
}

void domain_text(Buf *buf, const Domain *d)
{
  if (d->kind == DOMAIN_LABEL) {
    buf_printf(buf, isinf(d->hi) ? "whole and >= %g" : "in %g..%g", d->lo, d->hi);
    return;
  }
  for (int i = 0; i < SETS; i++)
    if (sets[i].kind == d->kind && is_called(d, sets[i].name)) {
      buf_printf(buf, "in %s", sets[i].name);
      put_bounds(buf, d);
    }
  if (d->kind == DOMAIN_RANK) buf_printf(buf, "(%g)", d->hi);
  if (d->kind == DOMAIN_TRANSPORT && d->sums[0]) buf_printf(buf, "(%s, %s)", d->sums[0]->name->text, d->sums[1]->name->text);
  if (d->kind == DOMAIN_ORDERED && (isfinite(d->lo) || isfinite(d->hi))) buf_put(buf, " ");
  else if (d->kind != DOMAIN_INTERVAL) return;
  if (isinf(d->hi)) { buf_put(buf, d->lo_open ? "> " : ">= "); buf_number(buf, d->lo); }
  else if (isinf(d->lo)) { buf_put(buf, d->hi_open ? "< " : "<= "); buf_number(buf, d->hi); }
  else {
    buf_put(buf, d->lo_open ? "in (" : "in [");
    buf_number(buf, d->lo);
    buf_put(buf, ", ");
    buf_number(buf, d->hi);
    buf_put(buf, d->hi_open ? ")" : "]");
  }
}

/* ---- numbers against a domain ---- */

static const double tolerance = 1e-8;

static bool outside(Sema *s, const Symbol *sym, const Domain *d, const Array *a, int64_t flat, double x, Span span, const char *what)
{
  Buf domain = {0}, place = {0};
  domain_text(&domain, d);
  int64_t stride = array_count(a);
  for (int k = 0; k < a->naxes; k++) {
    stride /= a->size[k];
    buf_printf(&place, "%s%lld", k ? ", " : "[", (long long)(flat / stride + 1));
    flat %= stride;
  }
  if (a->naxes) buf_putc(&place, ']');
  diag_add(s->diags, span, MSG_OUTSIDE_DOMAIN, what, sym->name->text, buf_text(&place), x, buf_text(&domain));
  buf_free(&domain);
  buf_free(&place);
  return false;
}

/* sums over the coupled axes are to be 1 */
static bool sums_to_one(Sema *s, const Symbol *sym, const Domain *d, const Array *a, Span span, const char *what)
{
  int64_t count = array_count(a), stride[ARRAY_MAX_AXES], slices = 1;
  int64_t step = 1;
  for (int k = a->naxes - 1; k >= 0; k--) { stride[k] = step; step *= a->size[k]; }
  for (int k = 0; k < a->naxes; k++)
    if (!(d->axes >> k & 1)) slices *= a->size[k];
  double *sum = calloc((size_t)slices, sizeof *sum);
  if (!sum) return true;
  for (int64_t i = 0; i < count; i++) {
    int64_t slice = 0;
    for (int k = 0; k < a->naxes; k++)
      if (!(d->axes >> k & 1)) slice = slice * a->size[k] + i / stride[k] % a->size[k];
    sum[slice] += a->data[i];
  }
  bool ok = true;
  for (int64_t i = 0; i < slices && ok; i++) {
    if (fabs(sum[i] - 1) <= tolerance * 100) continue;
    Diag *diag = diag_add(s->diags, span, MSG_NOT_SUM_ONE, what, sym->name->text, sum[i]);
    if (slices > 1) diag_note(s->diags, diag, (Span){0}, "this is slice %lld of %lld", (long long)(i + 1), (long long)slices);
    ok = false;
  }
  free(sum);
  return ok;
}

bool domain_check(Sema *s, const Domain *d, const Array *a, Symbol *sym, Span span, const char *what)
{
  int64_t count = a->sparse ? a->stored : array_count(a);
  double lo = -INFINITY, hi = INFINITY;
  bool lo_open = false, hi_open = false, bounded = d->kind == DOMAIN_INTERVAL || d->kind == DOMAIN_LABEL || d->kind == DOMAIN_SIMPLEX || d->kind == DOMAIN_ORDERED;
  if (bounded) { lo = d->lo; hi = d->hi; lo_open = d->lo_open && isfinite(lo); hi_open = d->hi_open && isfinite(hi); }
  for (int64_t i = 0; i < count; i++) {
    double x = a->data[i];
    bool in = !isnan(x) && (!bounded || (x >= lo - tolerance && x <= hi + tolerance && !(lo_open && x <= lo) && !(hi_open && x >= hi)));
    if (d->kind == DOMAIN_LABEL && x != floor(x)) in = false;
    if (!in) return outside(s, sym, d, a, a->sparse ? 0 : i, x, span, what);
  }
  if (d->kind == DOMAIN_SIMPLEX && !a->sparse && a->naxes > 0) return sums_to_one(s, sym, d, a, span, what);
  return true;
}
