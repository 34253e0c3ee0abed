/* facts_argument.c: curvature of a function of one affine argument by its second derivative, piece by piece.
 *
 * The argument is replaced by a symbol t of the same range: as a sum it would not be met again in, say, its negative. Where
 * h(t) is smooth, the sign of h'' decides. Where it is made of pieces (conditions on t, |t|), the borders are computed, each
 * piece is examined on its interval, and at each border h must not jump and h' must jump upward for convex, downward for
 * concave. Borders that depend on anything but numbers and data are not known here: no claim is made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/diff.h"
#include "expr/eval.h"
#include "expr/facts_internal.h"
#include <math.h>

enum { TERMS_MOST = 300 };                 /* to open products into, when signs are asked for */

static bool is_affine(Curvature c) { return c == CURV_AFFINE || c == CURV_CONSTANT; }

/* An affine function is coef * core + rest with an inactive rest; the core is its active terms without their number. */
typedef struct Affine { const Expr *core, *rest; double coef; } Affine;

static Affine split_affine(Facts *f, const Expr *e)
{
  Affine a = { e, f->pool->zero, 1 };
  if (e->kind == X_ADD) {
    List active, rest;
    list_init(&active);
    list_init(&rest);
    for (int k = 0; k < e->nargs; k++) list_push(facts_is_active(f, e->arg[k]) ? &active : &rest, e->arg[k]);
    a.core = expr_add_n(f->pool, active.len, active.data);
    a.rest = expr_add_n(f->pool, rest.len, rest.data);
    list_free(&active);
    list_free(&rest);
  }
  a.coef = expr_split_coef(f->pool, a.core, &a.core);
  return a;
}

/* the only affine subexpression (or only core of such) through which e depends on the active parameters, up to sign; false if
 * there are several */
static bool only_argument(Facts *f, const Expr *e, bool core, const Expr **u)
{
  if (!facts_is_active(f, e)) return true;
  if (is_affine(facts_curvature(f, e))) {
    const Expr *x = core ? split_affine(f, e).core : e;
    if (!*u) *u = x;
    return x == *u || x == expr_neg(f->pool, *u);
  }
  if (e->nbound) return false;
  for (int k = 0; k < e->nargs; k++) if (!only_argument(f, e->arg[k], core, u)) return false;
  return true;
}

/* ---- smooth functions ------------------------------------------------------------------------------------------------ */

/* holds something that jumps: an inequality, or a function with the derivative 0 (sign, floor) or none */
static bool has_jump(const Expr *e)
{
  if (e->kind == X_CMP && (e->op == C_LT || e->op == C_LE)) return true;
  if (e->kind == X_CALL && (!e->u.fn->derivative[e->nargs - 1] || expr_is_num(e->u.fn->derivative[e->nargs - 1], 0))) return true;
  for (int k = 0; k < e->nargs; k++) if (has_jump(e->arg[k])) return true;
  return false;
}

/* of what stands in t: its range for the t between the ends of their domain. log(t / (1 + t)) has its pole at an end, not inside */
static Range range_inside(Facts *f, const Expr *u)
{
  if (f->nactive != 1 || f->active[0]->naxes) return facts_range(f, u);
  const Domain *d = &f->active[0]->domain;
  Symbol *inside = facts_placeholder(f, PLACE_PIECE, "t", (Range){ d->lo, d->hi, true, true, false });
  return facts_range(f, expr_subst_symbol(f->pool, u, f->active[0], inside));
}

/* Has f no pole inside? The library says of functions with poles neither a range nor a shape (tan). Those with a limited domain
 * have theirs at its end; no pole lies inside if the argument stays away, or is concave above a lower end, convex below an upper one. */
static bool is_without_pole(Facts *f, const Expr *call)
{
  const Function *fn = call->u.fn;
  const Expr *u = call->arg[0];
  Range r = range_inside(f, u);
  bool known = isfinite(fn->range_lo) || isfinite(fn->range_hi);
  for (const FunctionShape *s = fn->shapes; s && !known; s = s->next) known = !s->coordinate && s->lo <= fn->domain_lo && s->hi >= fn->domain_hi;
  if (!known) return false;
  bool below = r.lo > fn->domain_lo || isinf(fn->domain_lo) || (r.lo == fn->domain_lo && r.lo_open);
  bool above = r.hi < fn->domain_hi || isinf(fn->domain_hi) || (r.hi == fn->domain_hi && r.hi_open);
  if (below && above) return true;
  Curvature c = facts_curvature(f, u);
  return (below || is_affine(c) || c == CURV_CONCAVE) && (above || is_affine(c) || c == CURV_CONVEX);
}

/* with a continuous derivative wherever it is defined, and defined on an interval: no relations, kinks, poles inside */
static bool is_smooth(Facts *f, const Expr *e)
{
  if (!facts_is_active(f, e)) return true;
  double power;
  switch ((ExprKind)e->kind) {
  case X_ACCESS:                                            /* x[argmin{i} …] jumps */
    for (int k = 0; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return false;
    return true;
  case X_ADD: case X_MUL: break;
  case X_POW:
    if (expr_number(e->arg[1], &power) && power >= 0 && power == floor(power)) break;
    if (!facts_is_positive(f, e->arg[0])) return false;
    break;
  case X_CALL: {
    const Function *fn = e->u.fn;
    if (fn->nargs != 1 || !fn->derivative[0] || expr_is_num(fn->derivative[0], 0) || has_jump(fn->derivative[0])) return false;
    if (!is_without_pole(f, e)) return false;
    break;
  }
  default: return false;
  }
  for (int k = 0; k < e->nargs; k++) if (!is_smooth(f, e->arg[k])) return false;
  return true;
}

static bool open_all(const Expr *e, void *context) { (void)e; (void)context; return true; }

/* The greatest powers by which positive factors divide the terms of a sum: multiplied with them, the sum keeps its sign, and
 * terms cancel that stood over different denominators. */
typedef struct Denominators { const Expr *base[8]; double power[8]; int n; } Denominators;

static void note_denominators(Facts *f, Denominators *d, const Expr *term)
{
  int n = term->kind == X_MUL ? term->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *x = term->kind == X_MUL ? term->arg[k] : term;
    double power;
    if (x->kind != X_POW || !expr_number(x->arg[1], &power) || power >= 0 || !facts_is_positive(f, x->arg[0])) continue;
    int at = 0;
    while (at < d->n && d->base[at] != x->arg[0]) at++;
    if (at == (int)(sizeof d->base / sizeof *d->base)) continue;
    if (at == d->n) { d->base[d->n++] = x->arg[0]; d->power[at] = 0; }
    d->power[at] = fmax(d->power[at], -power);
  }
}

/* the terms of e when its products are opened, about: what opening costs */
static double terms_opened(const Expr *e)
{
  double n = e->kind == X_ADD ? 0 : 1, power;
  if (e->kind == X_ADD)
    for (int k = 0; k < e->nargs; k++) n += terms_opened(e->arg[k]);
  else if (e->kind == X_MUL)
    for (int k = 0; k < e->nargs; k++) n *= terms_opened(e->arg[k]);
  else if (e->kind == X_POW && expr_number(e->arg[1], &power) && power > 1) n = pow(terms_opened(e->arg[0]), floor(power));
  else if (e->kind == X_REDUCE && e->op == R_SUM) n = terms_opened(e->arg[0]);
  return n;
}

static int sign_without_denominators(Facts *f, const Expr *e)
{
  if (e->kind != X_ADD) return 0;
  Pool *p = f->pool;
  Denominators d = { .n = 0 };
  for (int k = 0; k < e->nargs; k++) note_denominators(f, &d, e->arg[k]);
  if (d.n == 0) return 0;
  List terms;
  list_init(&terms);
  for (int k = 0; k < e->nargs; k++) {
    const Expr *t = e->arg[k];
    for (int j = 0; j < d.n; j++) t = expr_mul(p, t, expr_pow(p, d.base[j], expr_num(p, d.power[j])));
    list_push(&terms, t);
  }
  const Expr *sum = expr_add_n(p, terms.len, terms.data);
  list_free(&terms);
  return terms_opened(sum) > TERMS_MOST ? 0 : facts_sign(f, expr_expand(p, sum, open_all, NULL));
}

/* the second derivative by t, where e is smooth; NULL: not known. f: facts in which t alone is active */
static const Expr *second_derivative(Facts *f, const Expr *e, Symbol *t)
{
  if (!is_smooth(f, e)) return NULL;
  const Expr *first = expr_diff(f->pool, e, t, NULL, NULL);
  return first ? expr_diff(f->pool, first, t, NULL, NULL) : NULL;
}

static Curvature curvature_smooth(Facts *f, const Expr *e, Symbol *t)
{
  const Expr *second = second_derivative(f, e, t);
  if (!second) return CURV_UNKNOWN;
  int sign = facts_sign(f, second);
  if (sign == 0 && terms_opened(second) > TERMS_MOST) return CURV_UNKNOWN;
  const Expr *sum = sign ? NULL : expr_expand(f->pool, second, open_all, NULL);      /* terms may cancel */
  if (sign == 0) sign = facts_sign(f, sum);
  if (sign == 0) sign = sign_without_denominators(f, sum);
  return sign > 0 ? CURV_CONVEX : sign < 0 ? CURV_CONCAVE : CURV_UNKNOWN;
}

/* ---- borders of pieces -------------------------------------------------------------------------------------------------- */

enum { BORDERS_MAX = 12 };
typedef struct Pieces { Facts *facts; Symbol *t; double at[BORDERS_MAX]; int n; bool failed; } Pieces;

static void add_border(Pieces *p, double at)
{
  int k = p->n;
  if (isnan(at) || p->n == BORDERS_MAX) { p->failed = true; return; }
  if (at <= p->t->domain.lo || at >= p->t->domain.hi) return;
  for (int j = 0; j < p->n; j++) if (p->at[j] == at) return;
  for (p->n++; k > 0 && p->at[k - 1] > at; k--) p->at[k] = p->at[k - 1];
  p->at[k] = at;
}

/* a number that neither parameters nor indices change */
static bool constant_value(Pieces *p, const Expr *e, double *v)
{
  if (expr_number(e, v)) return true;
  if (e->has_param || e->has_touch || e->nfree) return false;
  Array *a = expr_eval(p->facts->pool, e, 0, NULL, NULL, NULL);
  if (a) *v = a->data[0];
  array_unref(a);
  return a && isfinite(*v);
}

/* the t with g(t) = v, for chains of one-to-one steps and |.|, even powers */
static void solve(Pieces *p, const Expr *g, double v)
{
  Facts *f = p->facts;
  double c, sum = 0, product = 1;
  const Expr *inner = NULL;
  if (!facts_is_active(f, g)) return;                       /* t <= t + 1: the same everywhere */
  if (g->kind == X_ACCESS && g->u.sym == p->t) { add_border(p, v); return; }
  if (g->kind == X_ADD || g->kind == X_MUL) {
    for (int k = 0; k < g->nargs; k++) {
      if (facts_is_active(f, g->arg[k])) { if (inner) { p->failed = true; return; } inner = g->arg[k]; }
      else if (!constant_value(p, g->arg[k], &c)) { p->failed = true; return; }
      else { sum += c; product *= c; }
    }
    if (product == 0 && g->kind == X_MUL) p->failed = true;
    else solve(p, inner, g->kind == X_ADD ? v - sum : v / product);
    return;
  }
  if (g->kind == X_CALL && g->u.fn == f->pool->abs) {
    if (v >= 0) { solve(p, g->arg[0], v); if (v > 0) solve(p, g->arg[0], -v); }
    return;
  }
  if (g->kind == X_POW && expr_number(g->arg[1], &c) && c != 0) {
    bool even = c == floor(c) && fmod(c, 2) == 0, whole = c == floor(c);
    if (v < 0 && (even || !whole)) return;
    double root = v < 0 ? -pow(-v, 1 / c) : pow(v, 1 / c);
    if (!isfinite(root)) return;
    solve(p, g->arg[0], root);
    if (even && root > 0) solve(p, g->arg[0], -root);
    return;
  }
  p->failed = true;
}

static void find_borders(Pieces *p, const Expr *e)
{
  Facts *f = p->facts;
  if (p->failed || !facts_is_active(f, e)) return;
  double v;
  if (e->kind == X_CMP) {
    bool left = facts_is_active(f, e->arg[0]), right = facts_is_active(f, e->arg[1]);
    if (left && right) solve(p, expr_sub(f->pool, e->arg[0], e->arg[1]), 0);
    else if (!constant_value(p, e->arg[left], &v)) p->failed = true;
    else solve(p, e->arg[right], v);
  } else if (e->kind == X_CALL && e->u.fn == f->pool->abs) solve(p, e->arg[0], 0);
  else if (e->kind == X_POW && !(expr_number(e->arg[1], &v) && v >= 0) && !facts_is_positive(f, e->arg[0])) solve(p, e->arg[0], 0);      /* a pole */
  else if (e->nbound) p->failed = true;
  for (int k = 0; k < e->nargs; k++) find_borders(p, e->arg[k]);
}

static bool value_at(Pool *p, const Expr *e, Symbol *t, double at, double *value)
{
  t->value = array_scalar(at);
  Array *v = t->value ? expr_eval(p, e, 0, NULL, NULL, NULL) : NULL;
  if (v) *value = v->data[0];
  array_unref(v);
  array_unref(t->value);
  t->value = NULL;
  return v && isfinite(*value);
}

/* Conditions and |.| do not change between two borders: a point within decides them. */
typedef struct Inside { Facts *facts; Symbol *t; double at; } Inside;

static const Expr *decide(Pool *p, const Expr *e, void *context)
{
  const Inside *in = context;
  bool condition = e->kind == X_CMP, size = e->kind == X_CALL && e->u.fn == p->abs;
  double v;
  for (int k = 0; condition && k < 2; k++) if (!value_at(p, e->arg[k], in->t, in->at, &v)) return e;      /* sqrt(t) < 2 at t = -1 */
  if ((!condition && !size) || !facts_is_active(in->facts, e) || !value_at(p, condition ? e : e->arg[0], in->t, in->at, &v)) return e;
  return condition ? expr_num(p, v) : v < 0 ? expr_neg(p, e->arg[0]) : e->arg[0];
}

static bool is_decided(const Expr *e, void *context) { return facts_is_active(((const Inside *)context)->facts, e); }

static double point_inside(double lo, double hi)
{
  if (isinf(lo) && isinf(hi)) return 0;
  return isinf(lo) ? hi - 1 - fabs(hi) : isinf(hi) ? lo + 1 + fabs(lo) : lo + (hi - lo) / 2;
}

/* value and derivative of a piece at one of its ends */
static bool at_end(Pool *p, const Expr *e, Symbol *t, double at, double *value, double *slope)
{
  const Expr *d = expr_diff(p, e, t, NULL, NULL);
  return d && value_at(p, e, t, at, value) && value_at(p, d, t, at, slope);
}

/* at an end that belongs to the domain: is the function another there than the piece that leads to it? */
static bool jumps_at(Pool *p, const Expr *e, Symbol *t, double at, const Expr *piece, Symbol *here)
{
  double value, limit;
  bool known = value_at(p, e, t, at, &value), ends = value_at(p, piece, here, at, &limit);
  return known && (!ends || fabs(value - limit) > 1e-12 * (1 + fabs(value)));
}

/* What is asked of each piece, and what of the borders: does the slope jump upward, downward? */
typedef struct Survey {
  bool (*piece)(Facts *, const Expr *, Symbol *here, struct Survey *);      /* false: nothing more to be found */
  bool up, down;
  Curvature shape;                                          /* of all pieces so far */
  Range second;                                             /* of the second derivative on them */
} Survey;

/* false: the pieces or their borders are not known, or the function jumps, or `piece` gave up */
static bool survey_pieces(Facts *f, const Expr *e, Symbol *t, Survey *survey)
{
  Pool *p = f->pool;
  if (e->has_param || e->has_touch || e->nfree) return false;                 /* constants that have no value once and for all */
  Pieces pieces = { .facts = f, .t = t };
  find_borders(&pieces, e);
  if (pieces.failed) return false;
  double value = 0, slope = 0, left_value = 0, left_slope = 0;
  for (int k = 0; k <= pieces.n; k++) {
    double lo = k ? pieces.at[k - 1] : t->domain.lo, hi = k < pieces.n ? pieces.at[k] : t->domain.hi;
    Symbol *here = facts_placeholder(f, PLACE_PIECE, "t", (Range){ lo, hi, k || t->domain.lo_open, k < pieces.n || t->domain.hi_open, false });
    Facts *facts = facts_beside(f, 1, &here);
    facts->depth = 1;                                       /* the second derivative is asked for right here */
    Inside inside = { facts, here, point_inside(lo, hi) };
    const Expr *piece = expr_map_where(p, expr_subst_symbol(p, e, t, here), is_decided, decide, &inside);
    if (!survey->piece(facts, piece, here, survey)) return false;
    if (k) {
      double middle, slack, close;
      if (!at_end(p, piece, here, lo, &value, &slope) || !value_at(p, e, t, lo, &middle)) return false;
      slack = 1e-12 * (fabs(slope) + fabs(left_slope));
      close = 1e-12 * (1 + fabs(value));
      if (fabs(value - left_value) > close || fabs(value - middle) > close) return false;
      survey->up |= slope > left_slope + slack;
      survey->down |= slope < left_slope - slack;
    }
    if (k < pieces.n && !at_end(p, piece, here, hi, &left_value, &left_slope)) return false;
    if ((k == 0 && !t->domain.lo_open && jumps_at(p, e, t, lo, piece, here)) || (k == pieces.n && !t->domain.hi_open && jumps_at(p, e, t, hi, piece, here))) return false;
  }
  return true;
}

static bool survey_shape(Facts *facts, const Expr *piece, Symbol *here, Survey *s)
{
  Curvature c = is_smooth(facts, piece) ? facts_curvature(facts, piece) : CURV_UNKNOWN;
  if (c == CURV_UNKNOWN) c = curvature_smooth(facts, piece, here);
  if (is_affine(s->shape)) s->shape = is_affine(c) ? CURV_AFFINE : c;
  else if (!is_affine(c) && c != s->shape) s->shape = CURV_UNKNOWN;
  return s->shape != CURV_UNKNOWN;
}

static Curvature curvature_piecewise(Facts *f, const Expr *e, Symbol *t)
{
  Survey s = { .piece = survey_shape, .shape = CURV_AFFINE };
  if (!survey_pieces(f, e, t, &s) || (s.up && s.down)) return CURV_UNKNOWN;
  if (!s.down && s.shape != CURV_CONCAVE) return CURV_CONVEX;
  return !s.up && s.shape != CURV_CONVEX ? CURV_CONCAVE : CURV_UNKNOWN;
}

static bool survey_second(Facts *facts, const Expr *piece, Symbol *here, Survey *s)
{
  const Expr *second = second_derivative(facts, piece, here);
  if (!second) return false;
  Range plain = facts_range(facts, second), opened = facts_range(facts, expr_expand(facts->pool, second, open_all, NULL));
  s->second.lo = fmin(s->second.lo, fmax(plain.lo, opened.lo));
  s->second.hi = fmax(s->second.hi, fmin(plain.hi, opened.hi));
  return true;
}

static Range second_range(Facts *facts, const Expr *e, Symbol *t)
{
  const Range nothing = { .lo = -INFINITY, .hi = INFINITY };
  Survey s = { .piece = survey_second, .second = { .lo = INFINITY, .hi = -INFINITY } };
  if (is_smooth(facts, e)) return survey_second(facts, e, t, &s) ? s.second : nothing;
  if (!survey_pieces(facts, e, t, &s)) return nothing;
  if (s.up) s.second.hi = INFINITY;
  if (s.down) s.second.lo = -INFINITY;
  return s.second;
}

Range facts_second_range(Facts *f, const Expr *e, Symbol *t)
{
  Facts *facts = facts_beside(f, 1, &t);
  facts->depth++;
  Range r = second_range(facts, e, t);
  facts->depth--;
  return r;
}

/* ---- all ------------------------------------------------------------------------------------------------------------------ */

typedef struct Replace { Facts *facts; const Expr *from, *negative, *to; } Replace;

static const Expr *put_symbol(Pool *p, const Expr *e, void *context)
{
  const Replace *r = context;
  if (e == r->from) return r->to;
  if (e == r->negative) return expr_neg(p, r->to);
  if (e->kind != X_ADD || r->from->kind != X_ADD || !facts_is_active(r->facts, e)) return e;
  Affine a = split_affine(r->facts, e);
  if (a.core != r->from && a.core != r->negative) return e;
  const Expr *t = expr_mul(p, expr_num(p, a.core == r->from ? a.coef : -a.coef), r->to);
  return expr_add(p, t, a.rest);
}

static bool moves(const Expr *e, void *context) { return facts_is_active(((const Replace *)context)->facts, e); }

static Curvature by_argument(Facts *f, const Expr *e, const Expr *u)
{
  Pool *p = f->pool;
  Range range = facts_range(f, u);
  Symbol *t = facts_placeholder(f, PLACE_CORE, "t", range);
  Replace r = { f, facts_unbind(f, u), NULL, expr_access(p, t, NULL) };
  r.negative = expr_neg(p, r.from);
  e = expr_map_where(p, facts_unbind(f, e), moves, put_symbol, &r);
  if (facts_is_active(f, e)) return CURV_UNKNOWN;
  Facts *facts = facts_beside(f, 1, &t);
  facts->depth = 1;
  if (facts_bends_both_ways(facts, e, t)) return CURV_UNKNOWN;
  Curvature c = curvature_smooth(facts, e, t);
  return c == CURV_UNKNOWN ? curvature_piecewise(facts, e, t) : c;
}

Curvature curvature_of_one_argument(Facts *f, const Expr *e)
{
  if (f->depth > 0 || e->kind == X_ACCESS) return CURV_UNKNOWN;
  f->depth++;
  Curvature c = CURV_UNKNOWN;
  const Expr *whole = NULL, *core = NULL;
  if (only_argument(f, e, false, &whole) && whole && whole != e) c = by_argument(f, e, whole);
  else if (only_argument(f, e, true, &core) && core && core != e) c = by_argument(f, e, core);
  f->depth--;
  return c;
}
