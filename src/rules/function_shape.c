/* function_shape.c: see function_shape.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/function_shape.h"
#include "expr/diff.h"
#include "expr/eval.h"
#include "expr/function.h"
#include <math.h>
#include <string.h>

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

/* the coordinates in which a shape can be asked for: s = t^2 and |t| for even f (t >= 0), log t, 1/t, the root of t, exp t, log(1 - t) */
typedef enum { BY_SQUARE, BY_DISTANCE, BY_LOG, BY_INVERSE, BY_ROOT, BY_EXP, BY_LOG_OF_REST, BY_NOTHING } Coordinate;

static Coordinate coordinate_of(const Expr *e)
{
  double power;
  if (e->kind == X_POW && expr_number(e->arg[1], &power)) return power == 2 ? BY_SQUARE : power == -1 ? BY_INVERSE : power == 0.5 ? BY_ROOT : BY_NOTHING;
  if (e->kind != X_CALL) return BY_NOTHING;
  if (!strcmp(e->u.fn->name->text, "abs")) return BY_DISTANCE;
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
  if (c != BY_EXP && c != BY_SQUARE && c != BY_DISTANCE && c != BY_LOG_OF_REST && t->lo < 0) return NULL;
  if ((c == BY_LOG || c == BY_LOG_OF_REST) && !to_exp) return NULL;
  if (c == BY_EXP && !to_log) return NULL;
  if (c == BY_LOG) { r.lo = outward(log(t->lo), -1); r.hi = outward(log(t->hi), 1); }
  if (c == BY_INVERSE) { r.lo = fmax(outward(1 / t->hi, -1), 0); r.hi = t->lo > 0 ? outward(1 / t->lo, 1) : INFINITY; }
  if (c == BY_LOG_OF_REST) { r.lo = t->hi < 1 ? outward(log(1 - t->hi), -1) : -INFINITY; r.hi = outward(log(1 - t->lo), 1); }
  *variable = facts_placeholder(b->facts, PLACE_COORDINATE, "s", r);
  const Expr *s = expr_access(p, *variable, NULL);
  switch (c) {
    case BY_SQUARE: return expr_pow(p, s, expr_rat(p, 1, 2));
    case BY_DISTANCE: return s;
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
  if (c != BY_DISTANCE && is_constant_multiple_of_call(b, f, &coef, &fn))
    for (const FunctionShape *s = fn->shapes; s; s = s->next) {
      if (!s->coordinate || coordinate_of(s->coordinate) != c || (c != BY_SQUARE && (s->lo > t->lo || s->hi < t->hi))) continue;
      bool concave = (s->flags & SHAPE_CONCAVE) != 0, convex = (s->flags & SHAPE_CONVEX) != 0;
      if (concave && convex) return CURV_AFFINE;
      return concave == (coef > 0) ? CURV_CONCAVE : CURV_CONVEX;
    }
  Symbol *s = NULL;
  const Expr *inverse = from_coordinate(b, c, t, &s), *of_s = inverse ? expr_subst_access(b->pool, f->value, f->variable, NULL, inverse) : NULL;
  if (of_s && c == BY_DISTANCE) of_s = expr_replace(b->pool, of_s, expr_call1(b->pool, function_find(b->pool, "abs"), inverse), inverse);
  return of_s ? shape_in(b, of_s, s) : CURV_UNKNOWN;
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

/* An even function that is concave in |t| rises with it where it does not fall even very far out: its slope falls. Nearer points stand for those where
 * a power leaves the range of numbers. */
static bool rises_with_distance(Bindings *b, const HoleBinding *f)
{
  static const double out[] = { 1, 1e3, 1e30, 1e150 };
  const Expr *slope = expr_diff(b->pool, f->value, f->variable, NULL, NULL);
  bool rises = is_even(b, f) && shape_by(b, f, BY_DISTANCE) == CURV_CONCAVE;
  for (size_t k = 0; rises && k < sizeof out / sizeof *out; k++) rises = value_at(b, slope, f->variable, out[k]) >= 0;
  return rises;
}

static bool test_increasing(Bindings *b, const HoleBinding *f, const Expr *call)
{
  if (call->nargs > 1) return coordinate_of(call->arg[1]) == BY_DISTANCE && rises_with_distance(b, f);
  const Expr *d = expr_diff(b->pool, f->value, f->variable, NULL, NULL);
  Facts *own = facts_beside(b->facts, 1, &f->variable);
  return d && is_continuous(own, f->value) && facts_is_positive(own, d);
}

bool function_goes_one_way(Bindings *b, const HoleBinding *f, const HoleBinding *a, bool rises)
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

static int find(const Expr *call)
{
  int i = 0;
  while (i < PREDICATES && strcmp(call->u.name->text, predicates[i].name) != 0) i++;
  return i;
}

const char *function_shape_name(int i) { return i < PREDICATES ? predicates[i].name : NULL; }
bool function_shape_by_coordinate(const Expr *call) { return call->nargs == 2 && coordinate_of(call->arg[1]) != BY_NOTHING && find(call) < PREDICATES; }

/* what the predicates said of a function, in each coordinate: 0 not asked, 1 no, 2 yes */
typedef struct Shapes { uint8_t answer[PREDICATES][BY_NOTHING + 1]; } Shapes;

const char *function_shape_proof(Bindings *b, const HoleBinding *f, const Expr *call)
{
  int which = find(call);
  Coordinate c = call->nargs == 1 ? BY_NOTHING : coordinate_of(call->arg[1]);
  if (which == PREDICATES || (call->nargs > 1 && c == BY_NOTHING)) return NULL;
  Facts *own = facts_beside(b->facts, 1, &f->variable);
  Shapes *shapes = facts_note(own, NOTE_SHAPES, f->value);
  if (!shapes) facts_set_note(own, NOTE_SHAPES, f->value, shapes = ARENA_NEW(pool_arena(b->pool), Shapes));
  uint8_t *answer = &shapes->answer[which][c];
  if (!*answer) *answer = predicates[which].test(b, f, call) ? 2 : 1;
  return *answer == 2 ? predicates[which].why : NULL;
}
