/* facts_curvature.c: convexity in the active parameters jointly, by the rules of disciplined convex programming.
 *
 * h(u) is convex if h is convex on the range of u and u is affine, or h is nondecreasing there and u convex, or nonincreasing
 * and u concave; mirrored for concave. Beside it: log-convexity (sums of exps of convex functions), squares over positive
 * affine functions, norms, monomials, and, where all of it fails, the second derivative (facts_argument.c).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include <math.h>

static Curvature mirrored(Curvature c) { return c == CURV_CONVEX ? CURV_CONCAVE : c == CURV_CONCAVE ? CURV_CONVEX : c; }

/* of a sum of two */
static Curvature both(Curvature a, Curvature b)
{
  if (a == CURV_UNKNOWN || b == CURV_UNKNOWN) return CURV_UNKNOWN;
  if (a == CURV_CONSTANT || (a == CURV_AFFINE && b != CURV_CONSTANT)) return b;
  if (b == CURV_CONSTANT || b == CURV_AFFINE || a == b) return a;
  return CURV_UNKNOWN;
}

static bool is_affine(Curvature c) { return c == CURV_AFFINE || c == CURV_CONSTANT; }
static bool is_convex(Curvature c) { return is_affine(c) || c == CURV_CONVEX; }
static bool is_concave(Curvature c) { return is_affine(c) || c == CURV_CONCAVE; }

static Curvature compose(unsigned shape, Curvature inner)
{
  bool up = shape & SHAPE_INCREASING, down = shape & SHAPE_DECREASING;
  bool convex = (shape & SHAPE_CONVEX) && (is_affine(inner) || (up && inner == CURV_CONVEX) || (down && inner == CURV_CONCAVE));
  bool concave = (shape & SHAPE_CONCAVE) && (is_affine(inner) || (up && inner == CURV_CONCAVE) || (down && inner == CURV_CONVEX));
  return convex && concave && is_affine(inner) ? CURV_AFFINE : convex ? CURV_CONVEX : concave ? CURV_CONCAVE : CURV_UNKNOWN;
}

/* ---- squares --------------------------------------------------------------------------------------------------------- */

/* sums of squares of affine functions and definite quadratic forms of them: |v|^2 with an affine v, up to constants >= 0 */
static bool is_square_norm(Facts *f, const Expr *e)
{
  if (!facts_is_active(f, e)) return facts_is_nonnegative(f, e);
  switch ((ExprKind)e->kind) {
  case X_POW: {
    double power;
    return expr_number(e->arg[1], &power) && power == 2 && is_affine(facts_curvature(f, e->arg[0]));
  }
  case X_ADD:
    for (int k = 0; k < e->nargs; k++) if (!is_square_norm(f, e->arg[k])) return false;
    return true;
  case X_MUL: {
    const Expr *active = NULL;
    for (int k = 0; k < e->nargs; k++) {
      if (!facts_is_active(f, e->arg[k])) { if (!facts_is_nonnegative(f, e->arg[k])) return false; }
      else if (active) return false;
      else active = e->arg[k];
    }
    return is_square_norm(f, active);
  }
  case X_REDUCE: {
    QuadForm q;
    if (e->op != R_SUM) return false;
    for (int k = 1; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return false;
    if (is_square_norm(f, e->arg[0])) return true;
    return facts_quad_form(f, e, &q) && q.coef >= 0 && !facts_is_active(f, q.matrix) && is_affine(facts_curvature(f, q.vector));
  }
  default: return false;
  }
}

/* ---- log-convexity: curvature of log(e) for e >= 0 -------------------------------------------------------------------- */

/* c: the curvature of e itself, as far as it is known */
static Curvature log_curvature_compute(Facts *f, const Expr *e, Curvature c)
{
  Curvature sum = CURV_CONSTANT;
  double power;
  switch ((ExprKind)e->kind) {
  case X_CALL:
    if (e->u.fn == f->pool->exp) return facts_curvature(f, e->arg[0]);
    if (e->nargs == 1 && e->u.fn->logarithm) {
      sum = facts_curvature(f, function_put(f->pool, e->u.fn, e->u.fn->logarithm, e->arg));
      if (sum != CURV_UNKNOWN) return sum;
    }
    break;
  case X_MUL:
    for (int k = 0; k < e->nargs; k++) sum = both(sum, facts_log_curvature(f, e->arg[k]));
    if (sum != CURV_UNKNOWN) return sum;
    break;
  case X_POW:
    if (!expr_number(e->arg[1], &power)) {                  /* c^u = exp(u log c) */
      if (!facts_is_active(f, e->arg[0]) && facts_is_positive(f, e->arg[0]) && is_affine(facts_curvature(f, e->arg[1]))) return CURV_AFFINE;
      break;
    }
    sum = facts_log_curvature(f, e->arg[0]);
    if (sum != CURV_UNKNOWN) return power >= 0 ? sum : mirrored(sum);
    break;
  case X_ADD:
    for (int k = 0; k < e->nargs && sum != CURV_UNKNOWN; k++) sum = is_convex(facts_log_curvature(f, e->arg[k])) ? CURV_CONVEX : CURV_UNKNOWN;
    if (sum == CURV_CONVEX) return sum;
    if (facts_is_log_concave_gain(f, e)) return CURV_CONCAVE;
    if (e->nargs == 2) {
      const Expr *call = expr_sub(f->pool, f->pool->one, e);
      if (call->kind == X_CALL && call->nargs == 1 && call->u.fn->logarithm_rest) {
        sum = facts_curvature(f, function_put(f->pool, call->u.fn, call->u.fn->logarithm_rest, call->arg));
        if (sum != CURV_UNKNOWN) return sum;
      }
    }
    break;
  case X_REDUCE:
    for (int k = 1; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return CURV_UNKNOWN;
    sum = facts_log_curvature(f, e->arg[0]);
    if (e->op == R_SUM || e->op == R_MAX) { if (is_convex(sum)) return CURV_CONVEX; }
    else if (e->op == R_PROD) return sum;
    else if (e->op == R_MIN && is_concave(sum)) return CURV_CONCAVE;
    break;
  default: break;
  }
  return is_concave(c) ? CURV_CONCAVE : CURV_UNKNOWN;          /* the log of a concave nonnegative function is concave */
}

Curvature facts_log_curvature(Facts *f, const Expr *e)
{
  if (!facts_is_nonnegative(f, e)) return CURV_UNKNOWN;
  if (!facts_is_active(f, e)) return CURV_CONSTANT;
  Map *memo = &f->logcurvatures[f->depth > 0];
  uintptr_t known = (uintptr_t)map_get(memo, e);
  if (known) return (Curvature)(known - 1);
  Curvature c = log_curvature_compute(f, e, facts_curvature(f, e));
  map_put(f->pool->arena, memo, e, (void *)((uintptr_t)c + 1));
  return c;
}

/* ---- products and powers ----------------------------------------------------------------------------------------------- */

/* the shape of t^power for t in r */
static unsigned shape_of_power(double power, Range r)
{
  bool whole = power == floor(power), even = whole && fmod(power, 2) == 0, positive = r.lo > 0 || (r.lo == 0 && r.lo_open);
  if (power == 1) return SHAPE_CONVEX | SHAPE_CONCAVE | SHAPE_INCREASING;
  if (power > 0) {
    bool left = whole && r.hi <= 0, right = r.lo >= 0 || !whole;       /* not whole: defined for t >= 0 only */
    if (even) return SHAPE_CONVEX | (left ? SHAPE_DECREASING : right ? SHAPE_INCREASING : 0);
    if (right) return SHAPE_INCREASING | (power > 1 ? SHAPE_CONVEX : SHAPE_CONCAVE);
    return SHAPE_INCREASING | (left ? SHAPE_CONCAVE : 0);
  }
  if (positive || !whole) return SHAPE_CONVEX | SHAPE_DECREASING;
  if (whole && (r.hi < 0 || (r.hi == 0 && r.hi_open))) return even ? SHAPE_CONVEX | SHAPE_INCREASING : SHAPE_CONCAVE | SHAPE_DECREASING;
  return 0;
}

static Curvature curvature_of_power(Facts *f, const Expr *e)
{
  double power;
  const Expr *base = e->arg[0];
  if (expr_number(e->arg[1], &power)) {
    if (power >= 0.5 && is_square_norm(f, base)) return CURV_CONVEX;         /* |v|^p, p >= 1 */
    return compose(shape_of_power(power, facts_range(f, base)), facts_curvature(f, base));
  }
  if (facts_is_active(f, base)) return CURV_UNKNOWN;
  Range r = facts_range(f, base);
  if (!facts_is_positive(f, base)) return CURV_UNKNOWN;
  return compose(SHAPE_CONVEX | (r.lo >= 1 ? SHAPE_INCREASING : 0) | (r.hi <= 1 ? SHAPE_DECREASING : 0), facts_curvature(f, e->arg[1]));
}

typedef struct Factor { const Expr *base; double power; bool symmetric; } Factor;      /* symmetric: |base|^power */

static Factor factor_of(Facts *f, const Expr *e)
{
  Factor x = { e, 1, false };
  double power;
  if (e->kind == X_POW && expr_number(e->arg[1], &power)) {
    x.base = e->arg[0];
    x.power = power;
    x.symmetric = power == floor(power) && fmod(power, 2) == 0;
  }
  if (x.base->kind == X_CALL && x.base->u.fn == f->pool->abs) { x.base = x.base->arg[0]; x.symmetric = true; }
  if (is_square_norm(f, e) && x.base == e) x.power = 2;                 /* |v|^2 counts as a square of an affine function */
  return x;
}

/* prod x^a, x > 0: convex if no a > 0, or if one a > 0 and sum a >= 1; concave if all a >= 0 and sum a <= 1; with what each
 * direction demands of the factors: positive powers in convex ones affine (or convex and increasing), negative ones concave */
static Curvature curvature_of_monomial(Facts *f, int n, const Expr *const *active)
{
  double total = 0;
  int ups = 0;
  bool convex = true, concave = true;
  for (int k = 0; k < n; k++) {
    Factor x = factor_of(f, active[k]);
    bool norm = x.base == active[k] && x.power == 2;                    /* a square norm */
    Curvature c = facts_curvature(f, x.base);
    total += x.power;
    if (x.power > 0) {
      ups++;
      bool nonnegative = facts_is_nonnegative(f, x.base);
      convex = convex && (norm || (is_affine(c) && (x.symmetric || nonnegative)) || (c == CURV_CONVEX && nonnegative));
      concave = concave && !norm && is_concave(c) && nonnegative && (!x.symmetric || nonnegative);
    } else {
      convex = convex && is_concave(c) && facts_is_positive(f, x.base);
      concave = false;
    }
  }
  if (convex && (ups == 0 || (ups == 1 && total >= 1))) return CURV_CONVEX;
  return concave && total <= 1 ? CURV_CONCAVE : CURV_UNKNOWN;
}

/* [a <= b] * (b - a)^p = max(b - a, 0)^p is convex for a convex b - a and p >= 1; [a <= b] * (a - b) = min(a - b, 0) */
static Curvature curvature_of_positive_part(Facts *f, const Expr *condition, const Expr *x)
{
  if (condition->kind != X_CMP || (condition->op != C_LT && condition->op != C_LE)) return CURV_UNKNOWN;
  double power = 1;
  if (x->kind == X_POW && expr_number(x->arg[1], &power)) x = x->arg[0];
  if (power < 1) return CURV_UNKNOWN;
  const Expr *gap = expr_sub(f->pool, facts_unbind(f, condition->arg[1]), facts_unbind(f, condition->arg[0]));
  x = facts_unbind(f, x);
  Curvature c = facts_curvature(f, x);
  bool even = fmod(power, 2) == 0;
  if (x == gap && is_convex(c)) return CURV_CONVEX;
  if (x == expr_neg(f->pool, gap)) return power == 1 && is_concave(c) ? CURV_CONCAVE : even && is_concave(c) ? CURV_CONVEX : CURV_UNKNOWN;
  return CURV_UNKNOWN;
}

static Curvature curvature_of_mul(Facts *f, const Expr *e)
{
  List active, constant;
  list_init(&active);
  list_init(&constant);
  for (int k = 0; k < e->nargs; k++) list_push(facts_is_active(f, e->arg[k]) ? &active : &constant, e->arg[k]);
  int sign = 1, n = active.len;
  for (int k = 0; k < constant.len; k++) sign *= facts_sign(f, constant.data[k]);
  Curvature c = n == 1 ? facts_curvature(f, active.data[0]) : curvature_of_monomial(f, n, active.data);
  if (n == 2 && c == CURV_UNKNOWN) {                                    /* x log x */
    for (int k = 0; k < 2; k++) {
      const Expr *x = active.data[k], *l = active.data[1 - k];
      if (l->kind == X_CALL && l->u.fn == f->pool->log && l->arg[0] == x && is_affine(facts_curvature(f, x))) c = CURV_CONVEX;
    }
  }
  Curvature log = CURV_CONSTANT;                                        /* exp(u) v with a log-convex v: here, as the sign of the rest may be negative */
  for (int k = 0; n > 1 && c == CURV_UNKNOWN && k < n; k++) log = both(log, facts_log_curvature(f, active.data[k]));
  if (n > 1 && c == CURV_UNKNOWN && is_convex(log)) c = CURV_CONVEX;
  for (int k = 0; n == 2 && c == CURV_UNKNOWN && k < 2; k++) c = curvature_of_positive_part(f, active.data[k], active.data[1 - k]);
  list_free(&active);
  list_free(&constant);
  return is_affine(c) || sign > 0 ? c : sign < 0 ? mirrored(c) : CURV_UNKNOWN;
}

/* ---- calls, reductions, matrices ----------------------------------------------------------------------------------------- */

/* h(u) where h is convex or concave in log u, and log u is affine: log(1 - exp(-exp(z))) */
static Curvature curvature_in_log(Facts *f, const Expr *e, double lo, double hi)
{
  for (const FunctionShape *s = e->u.fn->shapes; s; s = s->next) {
    const Expr *c = s->coordinate;
    if (!c || c->kind != X_CALL || c->u.fn != f->pool->log || s->lo > lo || s->hi < hi) continue;
    if (!is_affine(facts_log_curvature(f, e->arg[0]))) return CURV_UNKNOWN;
    bool convex = (s->flags & SHAPE_CONVEX) != 0, concave = (s->flags & SHAPE_CONCAVE) != 0;
    return convex && concave ? CURV_AFFINE : convex ? CURV_CONVEX : concave ? CURV_CONCAVE : CURV_UNKNOWN;
  }
  return CURV_UNKNOWN;
}

static Curvature curvature_of_call(Facts *f, const Expr *e)
{
  const Function *fn = e->u.fn;
  if (fn->nargs != 1) return CURV_UNKNOWN;
  if (fn == f->pool->log) {
    Curvature c = facts_log_curvature(f, e->arg[0]);
    if (c != CURV_UNKNOWN) return c;
  }
  Range r = facts_range(f, e->arg[0]);
  double lo = fmax(r.lo, fn->domain_lo), hi = fmin(r.hi, fn->domain_hi);      /* where it is defined */
  unsigned shape = 0;
  for (const FunctionShape *s = fn->shapes; s; s = s->next) {
    if (!s->coordinate && s->lo <= lo && hi <= s->hi) shape |= s->flags;
  }
  Curvature c = compose(shape, facts_curvature(f, e->arg[0]));
  return c == CURV_UNKNOWN ? curvature_in_log(f, e, lo, hi) : c;
}

/* v' inv(S) v is convex in v and S jointly; the v as such in the first, S affine in the second */
static bool is_matrix_fraction(Facts *f, const Expr *e)
{
  QuadForm q;
  if (!facts_quad_form(f, e, &q) || q.coef < 0 || !is_affine(facts_curvature(f, q.vector))) return false;
  return !facts_is_active(f, q.matrix)
      || (q.matrix->kind == X_MATRIX && is_affine(facts_curvature(f, q.matrix->arg[0])));
}

/* tr(B inv(A)) with a semidefinite B is convex in A: sum{d} sum{e} B[d, e] * inv(A)[d, e] */
static bool is_trace_of_inverse(Facts *f, const Expr *e)
{
  Index *outer[EXPR_OPEN_INDICES], *inner[EXPR_OPEN_INDICES];
  const Expr *body[EXPR_OPEN_ARGS], *term[EXPR_OPEN_ARGS], *inverse = NULL, *rest = f->pool->one;
  if (!facts_is_whole_sum(e) || !facts_is_whole_sum(e->arg[0])) return false;
  expr_open(f->pool, facts_unbind(f, e), outer, body);
  expr_open(f->pool, body[0], inner, term);
  for (int k = 0; k < (term[0]->kind == X_MUL ? term[0]->nargs : 1); k++) {
    const Expr *t = term[0]->kind == X_MUL ? term[0]->arg[k] : term[0];
    bool matrix = t->kind == X_MATRIX && t->op == MAT_INV && t->nbound == 2 && facts_is_active(f, t);
    if (matrix && inverse) return false;
    if (matrix) inverse = t;
    else rest = expr_mul(f->pool, rest, t);
  }
  if (!inverse || facts_is_active(f, rest) || !is_affine(facts_curvature(f, inverse->arg[0]))) return false;
  const Expr *d = expr_index(f->pool, outer[0]), *o = expr_index(f->pool, inner[0]);
  bool straight = inverse->arg[1] == d && inverse->arg[2] == o, turned = inverse->arg[1] == o && inverse->arg[2] == d;
  const Index *row[] = { outer[0] }, *col[] = { inner[0] };
  return (straight || turned) && facts_is_semidefinite(f, rest, 1, row, col, false);
}

static Curvature curvature_of_reduce(Facts *f, const Expr *e)
{
  for (int k = 1; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return CURV_UNKNOWN;
  Curvature c = facts_curvature(f, e->arg[0]);
  switch ((ReduceOp)e->op) {
  case R_SUM: return c != CURV_UNKNOWN ? c : is_matrix_fraction(f, e) || is_trace_of_inverse(f, e) ? CURV_CONVEX : curvature_of_spectral_sum(f, e);
  case R_MIN: return is_concave(c) ? CURV_CONCAVE : CURV_UNKNOWN;
  case R_MAX: return is_convex(c) ? CURV_CONVEX : CURV_UNKNOWN;
  default: return CURV_UNKNOWN;
  }
}

static Curvature curvature_of_if(Facts *f, const Expr *e)
{
  Curvature yes = facts_curvature(f, e->arg[1]), no = facts_curvature(f, e->arg[2]);
  if (!facts_is_active(f, e->arg[0])) return both(yes, no);
  int extreme = facts_if_extreme(f, e);
  if (extreme > 0 && is_convex(yes) && is_convex(no)) return CURV_CONVEX;
  if (extreme < 0 && is_concave(yes) && is_concave(no)) return CURV_CONCAVE;
  return CURV_UNKNOWN;
}

static Curvature curvature_of_matrix(Facts *f, const Expr *e)
{
  int m = e->nbound / 2, first = matrix_bodies(e);
  for (int k = first; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return CURV_UNKNOWN;
  bool affine = is_affine(facts_curvature(f, e->arg[0]));
  switch ((MatrixOp)e->op) {
  case MAT_LOGDET: return affine ? CURV_CONCAVE : CURV_UNKNOWN;
  case MAT_INV:                                                       /* the diagonal alone */
    for (int k = 0; k < m; k++) if (e->arg[1 + k] != e->arg[1 + m + k]) return CURV_UNKNOWN;
    return affine ? CURV_CONVEX : CURV_UNKNOWN;
  case MAT_EIGENVALUE: case MAT_SINGULAR: {                            /* the least is concave, the greatest is convex; those between are neither */
    double n = (double)e->u.bound[0]->axis->size, k = n;
    bool last = m == 1 && ((e->arg[1]->kind == X_AXIS && e->arg[1]->u.axis == e->u.bound[0]->axis) || (expr_number(e->arg[1], &k) && k == n));
    bool one = m == 1 && expr_is_num(e->arg[1], 1);
    if (!affine) return CURV_UNKNOWN;
    if (e->op == MAT_SINGULAR) return one ? CURV_CONVEX : CURV_UNKNOWN;
    return last && n != 1 ? CURV_CONVEX : one && n != 1 ? CURV_CONCAVE : CURV_UNKNOWN;
  }
  case MAT_POLAR: case MAT_EIGENVECTOR: case MAT_RANK: case MAT_RECOMPOSE: case MAT_POOL: case MAT_SHRINK: case MAT_WITHIN: case MAT_SHARE: case MAT_SCALE:
    for (int k = 0; k < first; k++) if (facts_is_active(f, e->arg[k])) return CURV_UNKNOWN;
    return CURV_AFFINE;
  default: return !facts_is_active(f, e->arg[0]) && is_affine(facts_curvature(f, e->arg[1])) ? CURV_AFFINE : CURV_UNKNOWN;
  }
}

Curvature curvature_compute(Facts *f, const Expr *e)
{
  Curvature c = CURV_UNKNOWN;
  switch ((ExprKind)e->kind) {
  case X_ACCESS:
    for (int k = 0; k < e->nargs; k++) if (facts_is_active(f, e->arg[k])) return CURV_UNKNOWN;
    return CURV_AFFINE;
  case X_ADD:
    c = CURV_CONSTANT;
    for (int k = 0; k < e->nargs; k++) c = both(c, facts_curvature(f, e->arg[k]));
    break;
  case X_MUL: c = curvature_of_mul(f, e); break;
  case X_POW: c = curvature_of_power(f, e); break;
  case X_CALL: c = curvature_of_call(f, e); break;
  case X_IF: c = curvature_of_if(f, e); break;
  case X_REDUCE: return curvature_of_reduce(f, e);
  case X_MATRIX: return curvature_of_matrix(f, e);
  default: return CURV_UNKNOWN;
  }
  if (c == CURV_UNKNOWN && facts_is_nonnegative(f, e) && is_convex(log_curvature_compute(f, e, c))) c = CURV_CONVEX;
  return c == CURV_UNKNOWN ? curvature_of_one_argument(f, e) : c;
}
