/* conditions.c: side conditions of rules; see conditions.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/conditions.h"
#include "expr/diff.h"
#include "expr/eval.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

/* ---- predicates of a function hole f ---------------------------------------------------------------------------------- */

static Curvature shape_in(Bindings *b, const Expr *f, Symbol *t)
{
  return facts_curvature(facts_beside(b->facts, 1, &t), f);
}

static bool is_constant_multiple_of_call(Bindings *b, const HoleBinding *f, double *coef, const Function **fn)
{
  const Expr *rest;
  *coef = expr_split_coef(b->pool, f->value, &rest);
  if (rest->kind != X_CALL || rest->nargs != 1 || rest->arg[0] != expr_access(b->pool, f->variable, NULL)) return false;
  *fn = rest->u.fn;
  return true;
}

static bool is_even(Bindings *b, const HoleBinding *f)
{
  const Expr *t = expr_access(b->pool, f->variable, NULL);
  return expr_subst_access(b->pool, f->value, f->variable, NULL, expr_neg(b->pool, t)) == f->value;
}

/* the coordinates in which a shape can be asked for: s = t^2 for even f (t >= 0), log t, 1/t, the root of t, exp t, log(1 - t) */
typedef enum { BY_SQUARE, BY_LOG, BY_INVERSE, BY_ROOT, BY_EXP, BY_LOG_OF_REST, BY_NOTHING } Coordinate;

static Coordinate coordinate_of(const Expr *e)
{
  double power;
  if (e->kind == X_POW && expr_number(e->arg[1], &power)) return power == 2 ? BY_SQUARE : power == -1 ? BY_INVERSE : power == 0.5 ? BY_ROOT : BY_NOTHING;
  if (e->kind != X_CALL) return BY_NOTHING;
  if (!strcmp(e->u.fn->name->text, "log")) return e->arg[0]->kind == X_ADD ? BY_LOG_OF_REST : BY_LOG;
  return !strcmp(e->u.fn->name->text, "exp") ? BY_EXP : BY_NOTHING;
}

/* an end of an interval, moved out by more than the rounding of what made it */
static double outward(double end, int side) { return end + side * 1e-12 * fabs(end); }

static const Range positive = { 0, INFINITY, true, true, false };

/* t in the coordinate's s, and in *variable the s that belong to the t of this domain */
static const Expr *from_coordinate(Bindings *b, Coordinate c, const Domain *t, Symbol **variable)
{
  Pool *p = b->pool;
  const Function *to_log = function_find(p, "log"), *to_exp = function_find(p, "exp");
  Range r = positive;
  if (c != BY_EXP && c != BY_SQUARE && c != BY_LOG_OF_REST && t->lo < 0) return NULL;
  if ((c == BY_LOG || c == BY_LOG_OF_REST) && !to_exp) return NULL;
  if (c == BY_EXP && !to_log) return NULL;
  if (c == BY_LOG) { r.lo = outward(log(t->lo), -1); r.hi = outward(log(t->hi), 1); }
  if (c == BY_INVERSE) { r.lo = fmax(outward(1 / t->hi, -1), 0); r.hi = t->lo > 0 ? outward(1 / t->lo, 1) : INFINITY; }
  if (c == BY_LOG_OF_REST) { r.lo = t->hi < 1 ? outward(log(1 - t->hi), -1) : -INFINITY; r.hi = outward(log(1 - t->lo), 1); }
  *variable = facts_placeholder(b->facts, PLACE_COORDINATE, "s", r);
  const Expr *s = expr_access(p, *variable, NULL);
  switch (c) {
    case BY_SQUARE: return expr_pow(p, s, expr_rat(p, 1, 2));
    case BY_LOG: return expr_call1(p, to_exp, s);
    case BY_INVERSE: return expr_pow(p, s, expr_num(p, -1));
    case BY_ROOT: return expr_pow(p, s, expr_num(p, 2));
    case BY_LOG_OF_REST: return expr_sub(p, expr_num(p, 1), expr_call1(p, to_exp, s));
    case BY_EXP: return expr_call1(p, to_log, s);
    default: return NULL;
  }
}

/* f as a function of a coordinate: by the library's table, else by facts on f written in it */
static Curvature shape_by(Bindings *b, const HoleBinding *f, Coordinate c)
{
  double coef;
  const Function *fn;
  const Domain *t = &f->variable->domain;
  if (c == BY_NOTHING) return CURV_UNKNOWN;
  if (is_constant_multiple_of_call(b, f, &coef, &fn))
    for (const FunctionShape *s = fn->shapes; s; s = s->next) {
      if (!s->coordinate || coordinate_of(s->coordinate) != c || (c != BY_SQUARE && (s->lo > t->lo || s->hi < t->hi))) continue;
      bool concave = (s->flags & SHAPE_CONCAVE) != 0, convex = (s->flags & SHAPE_CONVEX) != 0;
      if (concave && convex) return CURV_AFFINE;
      return concave == (coef > 0) ? CURV_CONCAVE : CURV_CONVEX;
    }
  Symbol *s = NULL;
  const Expr *inverse = from_coordinate(b, c, t, &s);
  return inverse ? shape_in(b, expr_subst_access(b->pool, f->value, f->variable, NULL, inverse), s) : CURV_UNKNOWN;
}

static bool test_shape(Bindings *b, const HoleBinding *f, const Expr *call, Curvature want)
{
  Curvature c = call->nargs == 1 ? shape_in(b, f->value, f->variable) : shape_by(b, f, coordinate_of(call->arg[1]));
  return c == want;
}

static bool test_concave(Bindings *b, const HoleBinding *f, const Expr *call) { return test_shape(b, f, call, CURV_CONCAVE); }
static bool test_convex(Bindings *b, const HoleBinding *f, const Expr *call) { return test_shape(b, f, call, CURV_CONVEX); }
static bool test_piecewise_linear(Bindings *b, const HoleBinding *f, const Expr *call)
{
  const char *why;
  (void)call;
  const Expr *d = expr_diff(b->pool, f->value, f->variable, NULL, &why);
  d = d ? expr_diff(b->pool, d, f->variable, NULL, &why) : NULL;
  return d && expr_is_num(d, 0);
}
static bool test_even(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_even(b, f); }
static bool test_bounded(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  return isfinite(curvature_in_table(b, f));
}

static bool test_bounded_on_range(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  if (isfinite(curvature_in_table(b, f))) return false;     /* bounded_curvature says it without a search */
  Range second = facts_second_range(b->facts, f->value, f->variable);
  return second.lo < second.hi && isfinite(second.hi);      /* of a quadratic the bound would be the function itself */
}

/* Interval arithmetic may give too much. Is the bound reached, to a few percent, somewhere on a net over the domain? */
static bool test_bounded_sharply(Bindings *b, const HoleBinding *f, const Expr *call)
{
  enum { NET = 400 };
  Symbol *t = f->variable;
  const Expr *second = f->value;
  if (second->has_param || second->has_touch || second->nfree || !test_bounded_on_range(b, f, call)) return false;
  for (int i = 0; i < 2 && second; i++) second = expr_diff(b->pool, second, t, NULL, NULL);
  double bound = curvature_bound(b, f);
  bool reached = false;
  for (int k = 1; k < NET && second && !reached; k++) {
    double u = (double)k / NET, lo = t->domain.lo, hi = t->domain.hi;
    double x = isinf(lo) && isinf(hi) ? tan(M_PI * (u - 0.5)) : isinf(hi) ? lo + u / (1 - u) : isinf(lo) ? hi - u / (1 - u) : lo + u * (hi - lo);
    t->value = array_scalar(x);
    Array *v = t->value ? expr_eval(b->pool, second, 0, NULL, NULL, NULL) : NULL;
    reached = v && v->data[0] >= 0.95 * bound;
    array_unref(v);
    array_unref(t->value);
    t->value = NULL;
  }
  return reached;
}

/* has the expression a value wherever its variables are? */
static bool is_defined(Facts *facts, const Expr *e)
{
  double power;
  for (int i = 0; i < e->nargs; i++)
    if (!is_defined(facts, e->arg[i])) return false;
  if (e->kind == X_CALL) {
    Range r = facts_range(facts, e->arg[e->nargs - 1]);
    const Function *f = e->u.fn;
    return e->nargs == 1 && (r.lo > f->domain_lo || (r.lo == f->domain_lo && (!f->domain_lo_open || r.lo_open))) &&
           (r.hi < f->domain_hi || (r.hi == f->domain_hi && (!f->domain_hi_open || r.hi_open)));
  }
  if (e->kind != X_POW) return e->kind != X_MATRIX;
  if (!expr_number(e->arg[1], &power)) return facts_is_positive(facts, e->arg[0]);
  if (power >= 0 && power == floor(power)) return true;
  return power > 0 ? facts_is_nonnegative(facts, e->arg[0]) : facts_is_positive(facts, e->arg[0]);
}

static double value_at(Bindings *b, const Expr *e, Symbol *t, double x)
{
  if (!e || e->has_param || e->has_touch || e->nfree) return NAN;
  t->value = array_scalar(x);
  Array *v = t->value ? expr_eval(b->pool, e, 0, NULL, NULL, NULL) : NULL;
  double value = v ? v->data[0] : NAN;
  array_unref(v);
  array_unref(t->value);
  t->value = NULL;
  return value;
}

/* At a typical point of the range the parabola through this end must not bend out of all proportion, exp on (0, 180): beside such a weight
 * the slopes of all else are lost to rounding. */
static bool is_in_proportion(Bindings *b, const HoleBinding *f, const Expr *curve, double end)
{
  static const double most = 1e6;
  Symbol *t = f->variable;
  const Domain *d = &t->domain;
  double step = fmax(1, fabs(end)), u = isfinite(d->lo) && isfinite(d->hi) ? d->lo + (d->hi - d->lo) / 2 : end == d->lo ? end + step : end - step;
  const Expr *slope = expr_diff(b->pool, f->value, t, NULL, NULL);
  double gain = value_at(b, f->value, t, end) - value_at(b, f->value, t, u) - value_at(b, slope, t, u) * (end - u);
  double local = value_at(b, curve, t, u), chord = 2 * gain / ((end - u) * (end - u));
  return !(local > 0) || chord <= most * local;
}

/* the second derivative is monotone and greatest at this end of the range of u, where it and the function are finite */
static bool is_steepest_at(Bindings *b, const HoleBinding *f, double end, Curvature slope_shape)
{
  Symbol *t = f->variable;
  const char *why;
  const Expr *slope = isfinite(end) ? expr_diff(b->pool, f->value, t, NULL, &why) : NULL, *curve = slope ? expr_diff(b->pool, slope, t, NULL, &why) : NULL;
  if (!curve || curve->kind == X_NUM || shape_in(b, slope, t) != slope_shape) return false;
  double most = value_at(b, curve, t, end);
  return isfinite(most) && most > 0 && isfinite(value_at(b, f->value, t, end)) && is_in_proportion(b, f, curve, end);
}

static bool test_curvature_falls(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_steepest_at(b, f, f->variable->domain.lo, CURV_CONCAVE); }
static bool test_curvature_rises(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_steepest_at(b, f, f->variable->domain.hi, CURV_CONVEX); }

/* no poles and no jumps: a derivative of one sign says nothing across them */
static bool is_continuous(Facts *f, const Expr *e)
{
  double power = 0;
  if (!facts_is_active(f, e)) return true;
  if (e->kind == X_CMP || e->kind == X_IF || e->kind == X_MATRIX) return false;
  if (e->kind == X_POW && (!expr_number(e->arg[1], &power) || power < 0) && !facts_is_positive(f, e->arg[0])) return false;
  if (e->kind == X_CALL) {
    Range r = facts_range(f, e->arg[0]);
    bool shaped = false;
    for (const FunctionShape *s = e->u.fn->shapes; s; s = s->next)
      shaped |= !s->coordinate && s->flags & (SHAPE_INCREASING | SHAPE_DECREASING | SHAPE_CONVEX | SHAPE_CONCAVE) && s->lo <= r.lo && r.hi <= s->hi;
    bool jumps = e->u.fn->derivative[0] && expr_is_num(e->u.fn->derivative[0], 0);        /* floor: it rises, and only there */
    if (!shaped || jumps || e->nargs != 1) return false;
  }
  for (int k = 0; k < e->nargs; k++) if (!is_continuous(f, e->arg[k])) return false;
  return true;
}

/* Is f convex, with a value, on this interval, whatever the range of its argument in the loss? */
static bool is_convex_on(Bindings *b, const HoleBinding *f, Range r, bool continuous)
{
  Symbol *s = facts_placeholder(b->facts, PLACE_COORDINATE, "s", r);
  const Expr *of_s = expr_subst_access(b->pool, f->value, f->variable, NULL, expr_access(b->pool, s, NULL));
  Facts *own = facts_beside(b->facts, 1, &s);
  return shape_in(b, of_s, s) == CURV_CONVEX && is_defined(own, of_s) && (!continuous || is_continuous(own, of_s));
}

static bool test_convex_everywhere(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  return is_convex_on(b, f, (Range){ -INFINITY, INFINITY, true, true, false }, false);
}

/* At 0 itself f may have a pole, or a logarithm's limit, but no jump: a jump upwards there is not convex. */
static bool test_convex_on_positive(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  return is_convex_on(b, f, (Range){ 0, INFINITY, false, true, false }, false) || is_convex_on(b, f, positive, true);
}

static bool test_increasing(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  const Expr *d = expr_diff(b->pool, f->value, f->variable, NULL, NULL);
  Facts *own = facts_beside(b->facts, 1, &f->variable);
  return d && is_continuous(own, f->value) && facts_is_positive(own, d);
}

/* Has f on all values that a can have, and between them, a derivative of one sign (rises: not negative), and neither poles nor jumps? */
static bool goes_one_way(Bindings *b, const HoleBinding *f, const HoleBinding *a, bool rises)
{
  Range r = facts_range(b->facts, expr_access(b->pool, f->variable, NULL));
  for (int k = 0; k < (a->npieces ? a->npieces : 1); k++) r = range_hull(r, facts_range(b->facts, a->npieces ? a->piece[k] : a->value));
  Symbol *t = facts_placeholder(b->facts, PLACE_COORDINATE, "s", r);
  const Expr *of_t = expr_subst_access(b->pool, f->value, f->variable, NULL, expr_access(b->pool, t, NULL)), *d = expr_diff(b->pool, of_t, t, NULL, NULL);
  Facts *own = facts_beside(b->facts, 1, &t);
  return d && is_continuous(own, of_t) && facts_is_nonnegative(own, rises ? d : expr_neg(b->pool, d));
}

/* predicates that a rule's `where` may name, each of a hole f(u) */
static const struct { const char *name; bool (*test)(Bindings *, const HoleBinding *, const Expr *call); const char *why; } predicates[] = {
  { "concave", test_concave, "by composition of the library's shapes, or the sign of the second derivative" },
  { "convex", test_convex, "by composition of the library's shapes, or the sign of the second derivative" },
  { "convex_everywhere", test_convex_everywhere, "by composition of the library's shapes, on the whole line" },
  { "convex_on_positive", test_convex_on_positive, "by composition of the library's shapes, on all positive numbers" },
  { "curvature_falls", test_curvature_falls, "the slope is concave; the second derivative is finite at the lower end" },
  { "curvature_rises", test_curvature_rises, "the slope is convex; the second derivative is finite at the upper end" },
  { "increasing", test_increasing, "its derivative is positive" },
  { "piecewise_linear", test_piecewise_linear, "its second derivative is 0 but for jumps of the first" },
  { "even", test_even, "f(-u) is the same expression" },
  { "bounded_curvature", test_bounded, "bound of the second derivative in the function's block" },
  { "bounded_sharply", test_bounded_sharply, "the second derivative's range, by interval arithmetic; it reaches the bound" },
  { "bounded_on_range", test_bounded_on_range, "the second derivative's range, by interval arithmetic" },
};

enum { PREDICATES = sizeof predicates / sizeof *predicates };

/* what the predicates said of a function, in each coordinate: 0 not asked, 1 no, 2 yes */
typedef struct Shapes { uint8_t answer[PREDICATES][BY_NOTHING + 1]; } Shapes;

static bool test_predicate(Bindings *b, const HoleBinding *f, const Expr *call, size_t which)
{
  Facts *own = facts_beside(b->facts, 1, &f->variable);
  Shapes *shapes = facts_note(own, NOTE_SHAPES, f->value);
  if (!shapes) facts_set_note(own, NOTE_SHAPES, f->value, shapes = ARENA_NEW(pool_arena(b->pool), Shapes));
  uint8_t *answer = &shapes->answer[which][call->nargs == 1 ? BY_NOTHING : coordinate_of(call->arg[1])];
  if (call->nargs > 1 && coordinate_of(call->arg[1]) == BY_NOTHING) return false;
  if (!*answer) *answer = predicates[which].test(b, f, call) ? 2 : 1;
  return *answer == 2;
}

/* ---- one condition -------------------------------------------------------------------------------------------------------- */

static bool prove_comparison(Bindings *b, const Expr *c, const char **why)
{
  if (expr_is_num(c, 1)) { *why = "identically"; return true; }
  if (c->kind != X_CMP) return false;
  const Expr *gap = expr_sub(b->pool, c->arg[1], c->arg[0]);           /* a <= b: b - a >= 0 */
  bool ok = c->op == C_LE ? facts_is_nonnegative(b->facts, gap) : c->op == C_LT ? facts_is_positive(b->facts, gap) : false;
  if (ok) *why = facts_why_range(b->facts, c->arg[0]->kind == X_AXIS ? c->arg[0] : gap);      /* of a size itself, not how far it is from its limit */
  return ok;
}

/* matches(A[d, e], pattern): takes apart what a variable stands for */
static bool binds(const Expr *condition) { return condition->kind == X_HOLE && !strcmp(condition->u.name->text, "matches"); }

/* is this pattern bound already? The conditions are gone through twice */
static bool is_matched(Bindings *b, const Expr *pattern)
{
  if (pattern->kind == X_HOLE) return bindings_hole(b, pattern->u.name) != NULL;
  bool any = false;
  for (int i = 0; i < pattern->nargs; i++) {
    if (!pattern->arg[i]->has_hole) continue;
    if (!is_matched(b, pattern->arg[i])) return false;
    any = true;
  }
  return any;
}

/* the matrix in the last two indices of a variable, or of each of its pieces */
static bool is_semidefinite(Bindings *b, const HoleBinding *f, bool strictly)
{
  if (f->nargs < 2) return false;
  const Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  int pairs = f->nargs == 3 ? 1 : f->nargs / 2, n = f->npieces ? f->npieces : 1;      /* V[k, d, e]; A over one slice or several axes */
  for (int k = 0; k < pairs; k++) {
    row[k] = f->arg[f->nargs - 2 * pairs + k];
    col[k] = f->arg[f->nargs - pairs + k];
  }
  for (int k = 0; k < n; k++)
    if (!facts_is_semidefinite(b->facts, f->npieces ? f->piece[k] : f->value, pairs, row, col, strictly)) return false;
  return true;
}

static bool is_entry(Bindings *b, const Expr *e)
{
  const Expr *entry;
  return fabs(expr_split_coef(b->pool, e, &entry)) == 1 && entry->kind == X_ACCESS && facts_is_active(b->facts, entry);
}

static bool is_monomial(Bindings *b, const Expr *e)
{
  double power;
  if (e->kind == X_POW && expr_number(e->arg[1], &power) && power > 0) e = e->arg[0];
  return e->kind == X_ACCESS && facts_is_active(b->facts, e);
}

/* A product of data with a form in the parameters, which stands beside the square of the form: are the two better bounded each by itself? Not where the
 * form has one sign and the product's is unknown: then a solver of quadratics serves the square as it is. */
static bool falls_apart(Bindings *b, const Expr *e)
{
  Symbol *const *active;
  int n = facts_active(b->facts, &active);
  const Expr *form = expr_num(b->pool, 1), *minus = expr_neg(b->pool, e);
  if (facts_is_nonnegative(b->facts, minus)) return true;
  for (int i = 0; i < (e->kind == X_MUL ? e->nargs : 1); i++) {
    const Expr *factor = e->kind == X_MUL ? e->arg[i] : e;
    if (facts_is_active(b->facts, factor)) form = expr_mul(b->pool, form, factor);
  }
  for (int i = 0; i < n; i++)
    if (facts_degree(b->facts, form, active[i]) < 0) return true;
  return !facts_is_nonnegative(b->facts, form) && !facts_is_nonnegative(b->facts, expr_neg(b->pool, form));
}

/* sum{j} b[j] * x[j] of more than a multiple of one entry, which would be an atom already */
static bool is_compound(const HoleBinding *b, const HoleBinding *x)
{
  if (b->npieces != 1) return b->npieces > 1 || b->nargs > 0;
  for (int i = 0; i < x->piece[0]->nfree; i++)
    if (!expr_has_free(b->piece[0], x->piece[0]->free[i])) return true;
  return false;
}

static bool is_quadratic(Bindings *b, const Expr *e)
{
  Symbol *const *active;
  int n = facts_active(b->facts, &active);
  for (int i = 0; i < n; i++) {
    int degree = facts_degree(b->facts, e, active[i]);
    if (degree < 0 || degree > 2) return false;
  }
  return n == 1;
}

/* words of a minimizer that its look-up has held against the block before (rows.c): how it knows; NULL: not one of them */
static const char *seen_by_lookup(const char *word)
{
  static const struct { const char *word, *why; } seen[] = {
    { "unconstrained", "by the parameter's domain" }, { "lower_bound", "by the parameter's domain" }, { "clipped", "by the parameter's domain" },
    { "held", "by the parameter's domain" }, { "asked", "by the parameter's domain" }, { "spectral", "by the parameter's domain" },
    { "uncoupled", "by the parameter's domain" },
    { "steep", "weights of its form grow where what they belong to is near 0" },
    { "homogeneous", "its slope at the current point is the form's own" }, { "in_turn", "labels meet in one term" } };
  for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
    if (!strcmp(seen[i].word, word)) return seen[i].why;
  return NULL;
}

/* the words that prove() and look-ups know besides the tables above; whoever adds one there adds it here */
static const char *const other_words[] = { "constant", "rises", "falls", "falls_apart", "monomial", "compound", "concave_jointly", "nonlinear", "quadratic", "entry", "matches",
  "semidefinite", "definite", "occurs", "direction", "rotation", "frame", "whole" };

const Name *condition_unknown(const Expr *where, const Name **near)
{
  if (!where) return NULL;
  if (where->kind != X_HOLE) {
    const Name *unknown = NULL;
    for (int i = 0; i < where->nargs && where->kind == X_MUL && !unknown; i++) unknown = condition_unknown(where->arg[i], near);
    return unknown;
  }
  const Name *names[PREDICATES + sizeof other_words / sizeof *other_words];
  int n = 0;
  for (size_t i = 0; i < PREDICATES; i++) names[n++] = name_of(predicates[i].name);
  for (size_t i = 0; i < sizeof other_words / sizeof *other_words; i++) names[n++] = name_of(other_words[i]);
  for (int i = 0; i < n; i++)
    if (names[i] == where->u.name) return NULL;
  if (seen_by_lookup(where->u.name->text)) return NULL;
  *near = name_nearest(where->u.name, names, n);
  return where->u.name;
}

static bool prove(Bindings *b, const Expr *pattern, Proofs *proofs, const Expr **failed)
{
  const char *why = NULL;
  const Expr *shown = pattern;
  bool ok = false;
  if (pattern->kind == X_HOLE) {
    const char *word = pattern->u.name->text;
    HoleBinding *f = pattern->nargs && pattern->arg[0]->kind == X_HOLE ? bindings_hole(b, pattern->arg[0]->u.name) : NULL;
    if (!pattern->nargs && (why = seen_by_lookup(word))) ok = true;
    else if (f && !strcmp(word, "constant")) {
      ok = f->npieces || !facts_is_active(b->facts, f->value);
      for (int k = 0; k < f->npieces; k++) ok &= !facts_is_active(b->facts, f->piece[k]);
      why = "holds no parameter of the block";
    } else if (!strcmp(word, "constant") && pattern->nargs == 1) {       /* of an expression: constant(u - v) */
      const Expr *e = instantiate(b, pattern->arg[0]);
      ok = e && !facts_is_active(b->facts, e);
      why = "holds no parameter of the block";
    } else if (!strcmp(word, "falls_apart") && pattern->nargs == 1) {
      const Expr *e = instantiate(b, pattern->arg[0]);
      ok = e && falls_apart(b, e);
      why = "its sign is known to be negative, or no form of one sign would be left";
    } else if (f && !strcmp(word, "monomial")) {
      ok = true;
      for (int k = 0; k < (f->npieces ? f->npieces : 1); k++) ok &= is_monomial(b, f->npieces ? f->piece[k] : f->value);
      why = "an entry of a parameter, or a positive power of one";
    } else if (f && !strcmp(word, "compound") && pattern->nargs == 2 && pattern->arg[1]->kind == X_HOLE) {
      const HoleBinding *x = bindings_hole(b, pattern->arg[1]->u.name);
      ok = x && is_compound(f, x);
      why = "more than one entry, or another multiple of it in each row";
    } else if (f && !strcmp(word, "concave_jointly")) {
      ok = facts_curvature(b->facts, f->value) == CURV_CONCAVE;
      why = "by composition, in all parameters of the block jointly";
    } else if (f && !strcmp(word, "nonlinear")) {
      Curvature c = facts_curvature(b->facts, f->value);
      ok = c != CURV_AFFINE && c != CURV_CONSTANT;
      why = "holds parameters otherwise than in linear terms";
    } else if (f && !strcmp(word, "quadratic")) {
      ok = is_quadratic(b, f->value);
      why = "a polynomial of degree 2";
    } else if (f && !strcmp(word, "entry")) {
      ok = true;
      for (int k = 0; k < (f->npieces ? f->npieces : 1); k++) ok &= is_entry(b, f->npieces ? f->piece[k] : f->value);
      why = "an entry of a parameter, or its negative";
    } else if (!strcmp(word, "matches") && pattern->nargs == 2) {
      const Expr *e = instantiate(b, pattern->arg[0]);
      ok = e && (is_matched(b, pattern->arg[1]) || match(b, pattern->arg[1], e, NULL, NULL));
      why = "its form";
    } else if (f && (!strcmp(word, "semidefinite") || !strcmp(word, "definite"))) {
      ok = is_semidefinite(b, f, word[0] == 'd');
      why = "composed of definite matrices, squares and nonnegative factors; data by Cholesky's decomposition";
    } else if (f && !strcmp(word, "occurs")) {
      ok = !expr_is_num(f->value, 0);
      why = "the surrogate has this term";
    } else if (f && !strcmp(word, "direction")) {
      ok = f->nargs == 1 && !f->npieces && facts_is_direction(f->value, f->arg[0]);
      why = "a vector of a sphere";
    } else if (f && !strcmp(word, "rotation")) {
      ok = f->nargs == 2 && !f->npieces && facts_is_rotation(f->value, f->arg[0], f->arg[1]);
      why = "a square matrix with orthonormal rows, so with orthonormal columns";
    } else if (f && !strcmp(word, "frame")) {
      ok = f->nargs == 2 && !f->npieces && facts_is_frame(f->value, f->arg[0], f->arg[1]);
      why = "rows that are orthonormal by the domain";
    } else if (f && !strcmp(word, "whole")) {
      ok = facts_range(b->facts, f->value).integer;
      why = "whole numbers (data)";
    } else if (f && f->variable && (!strcmp(word, "rises") || !strcmp(word, "falls")) && pattern->nargs == 2 && pattern->arg[1]->kind == X_HOLE) {
      const HoleBinding *a = bindings_hole(b, pattern->arg[1]->u.name);
      ok = a && !a->variable && goes_one_way(b, f, a, word[0] == 'r');
      why = "the sign of its derivative, on the range of all pieces";
    } else if (f && f->variable) {
      for (size_t i = 0; i < PREDICATES; i++)
        if (!strcmp(word, predicates[i].name)) { ok = test_predicate(b, f, pattern, i); why = predicates[i].why; }
    }
  } else {
    const Expr *c = instantiate(b, pattern);
    if (c) { ok = prove_comparison(b, c, &why); shown = expr_is_num(c, 0) ? pattern : c; }       /* 0: of numbers, and false */
  }
  if (ok && proofs && !binds(pattern)) {
    Proof p = { shown, NULL, why };
    vec_push(pool_arena(b->pool), proofs, p);
  }
  if (!ok && failed) *failed = shown;
  return ok;
}

static bool is_mapped(const Bindings *b, const Index *i)
{
  for (int k = 0; k < b->nmap; k++)
    if (b->from[k] == i) return true;
  return false;
}

bool conditions_hold(Bindings *b, const Expr *where, Proofs *proofs, const Expr **failed)
{
  int outer = b->nmap;
  int n = condition_count(where);
  for (int i = 0; i < 2 * n; i++) {                        /* first those that bind what the others speak of */
    const Expr *c = condition_at(where, i % n);
    int pieces = 1;
    if (binds(c) != (i < n)) continue;
    b->nmap = outer;
    for (int k = 0; k < c->nfree; k++)                     /* a[z] for every z: a fresh index of the target's axis, or each piece */
      for (int a = 0; a < b->naxes && !is_mapped(b, c->free[k]); a++) {
        if (b->axis[a].pattern != c->free[k]->axis) continue;
        const AxisBinding *axis = &b->axis[a];
        if (axis->npieces) { pieces = axis->npieces; continue; }
        for (int t = 0; t < axis->ntargets; t++)
          bindings_map(b, c->free[k], expr_index(b->pool, facts_index(b->pool, b->facts, c->free[k], b->nmap, axis->hint[t] ? axis->hint[t] : c->free[k]->name, axis->target[t])));
      }
    for (int k = 0; k < pieces; k++) {
      b->piece = k;
      if (!prove(b, c, proofs, failed)) { b->piece = 0; b->nmap = outer; return false; }
    }
    b->piece = 0;
  }
  b->nmap = outer;
  return true;
}

bool conditions_name_coordinate(const Expr *where)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind != X_HOLE || c->nargs != 2 || coordinate_of(c->arg[1]) == BY_NOTHING) continue;
    for (size_t k = 0; k < PREDICATES; k++)
      if (!strcmp(c->u.name->text, predicates[k].name)) return true;
  }
  return false;
}
