/* Facts at the edges: what is claimed of random expressions in the library's own functions is held against their values where
 * false claims hide: at the ends of domains and beside them, at 0, at tiny and huge numbers, near poles, on chords between such
 * points. FACTS_EDGES=N in the environment tries N expressions, FACTS_EDGES_FROM=M others than the usual ones.
 *
 * Values come with a bound of their rounding error, carried through every operation, so that a claim is refuted only by what
 * rounding cannot explain, and a small violation is not hidden under a large one's tolerance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/kernels.h"
#include "base/random.h"
#include "expr/diff.h"
#include "expr/facts.h"
#include "expr/function.h"
#include "expr/print.h"
#include "library.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static Library library;
static Pool *pool;
static Random chance;
static uint64_t seed;

static int choose(int n) { return (int)random_below(&chance, (uint64_t)n); }

/* ---- the world: one symbol for each kind of domain ------------------------------------------------------------------------ */

enum { CELLS = 3, PARAMS = 11, DATA = 3 };

static Symbol *param[PARAMS], *data[DATA];
static double value[PARAMS][CELLS], error[PARAMS][CELLS];   /* of the point that is looked at */
static Axis *axis;

static const struct { const char *name; DomainKind kind; bool vector; double lo, hi; bool lo_open, hi_open; } domains[PARAMS] = {
  { "a", DOMAIN_REAL, false, -INFINITY, INFINITY, true, true }, { "p", DOMAIN_INTERVAL, false, 0, INFINITY, true, true },
  { "q", DOMAIN_INTERVAL, false, 0, INFINITY, false, true },    { "u", DOMAIN_INTERVAL, false, 0, 1, true, true },
  { "v", DOMAIN_INTERVAL, false, 0, 1, false, false },          { "m", DOMAIN_INTERVAL, false, -INFINITY, 0, true, true },
  { "g", DOMAIN_INTERVAL, false, 1, INFINITY, false, true },    { "h", DOMAIN_INTERVAL, false, -1, 2, false, true },
  { "b", DOMAIN_REAL, true, -INFINITY, INFINITY, true, true },  { "w", DOMAIN_SIMPLEX, true, 0, 1, false, false },
  { "c", DOMAIN_ORDERED, true, -INFINITY, INFINITY, true, true },
};
static const double numbers[DATA][CELLS] = { { -2, 0, 3.5 }, { 0, 1, 4 }, { 0.25, 0.5, 1 } };

static int open_world(void **state)
{
  (void)state;
  if (!library_open(&library)) return 1;
  pool = library.pool;
  axis = axis_new(pool, name_of("I"), CELLS);
  for (int k = 0; k < PARAMS; k++) {
    param[k] = symbol_new(pool, SYM_PARAM, name_of(domains[k].name), domains[k].vector, &axis);
    param[k]->domain = (Domain){ .kind = domains[k].kind, .lo = domains[k].lo, .hi = domains[k].hi, .lo_open = domains[k].lo_open,
                                 .hi_open = domains[k].hi_open, .axes = domains[k].vector };
  }
  for (int k = 0; k < DATA; k++) {
    int64_t size = CELLS;
    data[k] = symbol_new(pool, SYM_DATA, name_of((const char *[]){ "x", "n", "f" }[k]), 1, &axis);
    data[k]->value = array_new(1, &size);
    memcpy(data[k]->value->data, numbers[k], sizeof numbers[k]);
    data[k]->range_known = array_range(data[k]->value, &data[k]->least, &data[k]->greatest, &data[k]->integer);
  }
  return 0;
}

static int close_world(void **state)
{
  (void)state;
  for (int k = 0; k < DATA; k++) array_unref(data[k]->value);
  library_close(&library);
  return 0;
}

static int again(void **state)                              /* an empty pool, so that long runs stay small */
{
  return close_world(state) + open_world(state);
}

/* a number of an interval: its ends and what is beside them, 0 and what is beside it, whole, ordinary, huge */
static double draw_number(double lo, double hi, bool lo_open, bool hi_open)
{
  static const double beside[] = { 1e-300, 1e-150, 1e-20, 1e-12, 1e-8, 1e-4, 0.03 }, far[] = { 10, 40, 300, 1e4, 1e8, 1e20, 1e150 };
  for (;;) {
    double u = random_uniform(&chance), x = 0, sign = choose(2) ? 1 : -1;
    switch (choose(8)) {
    case 0: x = isfinite(lo) ? lo : isfinite(hi) ? hi : 0; break;
    case 1: x = isfinite(hi) ? hi : 0; break;
    case 2: x = (isfinite(lo) ? lo : 0) + sign * beside[choose(7)]; break;
    case 3: x = (isfinite(hi) ? hi : 0) + sign * beside[choose(7)]; break;
    case 4: x = sign * far[choose(7)] * (0.5 + u); break;
    case 5: x = choose(9) - 4; break;
    default: x = isfinite(lo) && isfinite(hi) ? lo + u * (hi - lo) : 8 * u - 4; break;
    }
    if ((lo_open ? x > lo : x >= lo) && (hi_open ? x < hi : x <= hi)) return x;
  }
}

static void draw_point(int k)
{
  double *x = value[k], sum = 0;
  memset(error[k], 0, sizeof error[k]);
  for (int j = 0; j < (domains[k].vector ? CELLS : 1); j++) x[j] = draw_number(domains[k].lo, domains[k].hi, domains[k].lo_open, domains[k].hi_open);
  if (domains[k].kind == DOMAIN_ORDERED)
    for (int j = 1; j < CELLS; j++) x[j] = choose(4) ? fmax(x[j], x[j - 1]) : x[j - 1];
  if (domains[k].kind == DOMAIN_SIMPLEX) {
    for (int j = 0; j < CELLS; j++) sum += x[j];
    if (sum == 0) x[choose(CELLS)] = sum = 1;
    for (int j = 0; j < CELLS; j++) { x[j] /= sum; error[k][j] = 2e-16 * x[j]; }
  }
}

/* ---- values with a bound of their error ------------------------------------------------------------------------------------- */

typedef struct Measured { long double v, err; } Measured;          /* v NAN: not defined here, or not told from where it is not */

static const Measured unknown = { NAN, 0 };
static struct { const Index *index; int at; } scope[16];
static int nscope;

static bool settled(Measured a) { return isfinite(a.v) && isfinite(a.err); }

static Measured value_of(const Expr *e);

static Measured spread(Measured at, Measured below, Measured above)
{
  if (!settled(at) || !settled(below) || !settled(above)) return unknown;
  return (Measured){ at.v, at.err + fmaxl(fabsl(at.v - below.v), fabsl(at.v - above.v)) };
}

static Measured power_at(long double b, long double x)
{
  if ((b < 0 && x != floorl(x)) || (b == 0 && x <= 0)) return unknown;
  long double v = powl(b, x);
  return isfinite(v) ? (Measured){ v, b == 0 ? 0 : 1e-18L * fabsl(v) + LDBL_MIN } : unknown;
}

static Measured value_of_power(Measured b, Measured x)
{
  if (!settled(b) || !settled(x)) return unknown;
  if (x.v < 0 && b.err >= fabsl(b.v)) return unknown;
  if (x.err > 0 && b.v - b.err <= 0) return unknown;
  Measured r = power_at(b.v, x.v);
  if (b.err > 0) {
    long double lo = x.v == floorl(x.v) ? b.v - b.err : fmaxl(b.v - b.err, 0);
    r = spread(r, power_at(lo, x.v), power_at(b.v + b.err, x.v));
  }
  if (x.err > 0) {
    Measured by_power = spread((Measured){ r.v, 0 }, power_at(b.v, x.v - x.err), power_at(b.v, x.v + x.err));
    if (!settled(by_power)) return unknown;
    r.err += by_power.err;
  }
  return r;
}

/* exp, log, |x| are right to the last bits relative to their value; others, near their zeros, to those of what they add up */
static bool is_accurate(const Function *f)
{
  static const char *const list[] = { "exp", "log", "abs", "sign", "floor", "ceil", "log1p", "expm1", "tanh", "logistic", "softplus" };
  for (size_t k = 0; k < sizeof list / sizeof *list; k++) if (!strcmp(f->name->text, list[k])) return true;
  return false;
}

static Measured value_of_call(const Expr *e)
{
  const Function *f = e->u.fn;
  const Kernel *kernel = e->nargs == 1 && f->kernel ? kernel_find(f->kernel) : NULL;
  Measured a = value_of(e->arg[0]);
  if (!kernel || !settled(a)) return unknown;
  double x = (double)a.v, slip = (double)a.err + (double)fabsl(a.v - x);
  if (!isfinite(x) || (x == 0 && a.v != 0) || x < f->domain_lo || x > f->domain_hi || (x == f->domain_lo && f->domain_lo_open)) return unknown;
  double v = kernel_apply(kernel, &x), own = 1e-14 * fabs(v) + (is_accurate(f) ? x != 0 ? DBL_MIN : 0 : 1e-15 * (1 + fabs(x)));
  bool steps = f->derivative[0] && expr_is_num(f->derivative[0], 0);
  Measured r = { v, steps ? 0 : own };
  if (slip == 0) return settled(r) ? r : unknown;
  double lo = fmin(x - 2 * slip, nextafter(x, -INFINITY)), hi = fmax(x + 2 * slip, nextafter(x, INFINITY));
  if (lo < f->domain_lo || hi > f->domain_hi || (fabs(x) <= 2 * slip && own > 0 && f->derivative[0] && fabs(x) < 1e-3 && v != 0 && !is_accurate(f))) return unknown;
  return spread(r, (Measured){ kernel_apply(kernel, &lo), 0 }, (Measured){ kernel_apply(kernel, &hi), 0 });
}

static Measured value_of_compare(CmpOp op, Measured a, Measured b)
{
  if (!settled(a) || !settled(b)) return unknown;
  if (a.err + b.err > 0 && fabsl(a.v - b.v) <= 2 * (a.err + b.err)) return unknown;
  return (Measured){ op == C_EQ ? a.v == b.v : op == C_NE ? a.v != b.v : op == C_LT ? a.v < b.v : a.v <= b.v, 0 };
}

static Measured sum_of(Measured a, Measured b)
{
  long double v = a.v + b.v;
  bool exact = a.v == 0 || b.v == 0 || (fabsl(v) < 1e15L && v == floorl(v) && a.v == floorl(a.v) && b.v == floorl(b.v));
  return (Measured){ v, a.err + b.err + (exact ? 0 : 1e-19L * (fabsl(a.v) + fabsl(b.v))) };
}

static Measured product_of(Measured a, Measured b)
{
  long double v = a.v * b.v;
  return (Measured){ v, fabsl(a.v) * b.err + fabsl(b.v) * a.err + a.err * b.err + 1e-19L * fabsl(v) };
}

static Measured value_of_reduce(const Expr *e)
{
  Measured r = { e->op == R_PROD ? 1 : 0, 0 };
  bool any = false, low = e->op == R_MIN || e->op == R_ARGMIN, place = e->op == R_ARGMIN || e->op == R_ARGMAX, tie = false;
  int best = 0;
  if (nscope == 16) return unknown;
  scope[nscope].index = e->u.bound[0];
  nscope++;
  for (int k = 0; k < CELLS && settled(r); k++) {
    scope[nscope - 1].at = k;
    Measured holds = value_of(e->arg[1]);
    if (!settled(holds)) { r = unknown; break; }
    if (holds.v == 0) continue;
    Measured x = value_of(e->arg[0]);
    if (!settled(x)) r = x;
    else if (e->op == R_SUM) r = sum_of(r, x);
    else if (e->op == R_PROD) r = product_of(r, x);
    else {
      if (any && x.v != r.v && fabsl(x.v - r.v) <= 2 * (x.err + r.err)) tie = true;
      if (any && x.v == r.v && x.err + r.err > 0) tie = true;
      x.err = fmaxl(x.err, r.err);
      if (!any || (low ? x.v < r.v : x.v > r.v)) { r = x; best = k; }
      r.err = x.err;
    }
    any = true;
  }
  nscope--;
  if (place) return any && !tie && settled(r) ? (Measured){ best + 1, 0 } : unknown;
  return any || e->op == R_SUM || e->op == R_PROD ? r : unknown;
}

static Measured value_of_access(const Expr *e)
{
  int at = 0;
  if (e->nargs) {
    Measured i = value_of(e->arg[0]);
    if (!settled(i) || i.v < 1 || i.v > CELLS) return unknown;
    at = (int)i.v - 1;
  }
  for (int k = 0; k < DATA; k++) if (e->u.sym == data[k]) return (Measured){ numbers[k][at], 0 };
  for (int k = 0; k < PARAMS; k++) if (e->u.sym == param[k]) return (Measured){ value[k][at], error[k][at] };
  return unknown;
}

static Measured value_of(const Expr *e)
{
  double v = NAN;
  switch ((ExprKind)e->kind) {
  case X_NUM: expr_number(e, &v); return (Measured){ v, v == floor(v) ? 0 : 2e-16L * fabs(v) };
  case X_AXIS: return (Measured){ CELLS, 0 };
  case X_INDEX:
    for (int k = nscope - 1; k >= 0; k--) if (scope[k].index == e->u.index) return (Measured){ scope[k].at + 1, 0 };
    return unknown;
  case X_ACCESS: return value_of_access(e);
  case X_ADD: case X_MUL: {
    Measured r = value_of(e->arg[0]);
    for (int k = 1; k < e->nargs && settled(r); k++) {
      Measured x = value_of(e->arg[k]);
      r = settled(x) ? e->kind == X_ADD ? sum_of(r, x) : product_of(r, x) : unknown;
    }
    return settled(r) ? r : unknown;
  }
  case X_POW: return value_of_power(value_of(e->arg[0]), value_of(e->arg[1]));
  case X_CALL: return value_of_call(e);
  case X_CMP: return value_of_compare((CmpOp)e->op, value_of(e->arg[0]), value_of(e->arg[1]));
  case X_IF: {
    Measured c = value_of(e->arg[0]);
    return settled(c) ? value_of(e->arg[c.v != 0 ? 1 : 2]) : unknown;
  }
  case X_REDUCE: return value_of_reduce(e);
  default: return unknown;
  }
}

/* ---- random expressions ------------------------------------------------------------------------------------------------------ */

static Index *open_index[4];
static int nopen;

static const Expr *cell(const Symbol *s)
{
  if (!s->naxes) return expr_access(pool, (Symbol *)s, NULL);
  const Expr *i = nopen && choose(4) ? expr_index(pool, open_index[choose(nopen)]) : expr_rat(pool, 1 + choose(CELLS), 1);
  return expr_access(pool, (Symbol *)s, &i);
}

static const Expr *number(void) { return expr_rat(pool, choose(9) - 4, 1 + choose(3)); }

static int only = -1;                                       /* a parameter that is all there is beside numbers: more is known of functions of one */

static const Expr *leaf(void)
{
  if (only >= 0) return choose(3) ? cell(param[only]) : number();
  int k = choose(PARAMS + DATA + 3);
  return k < PARAMS ? cell(param[k]) : k < PARAMS + DATA ? cell(data[k - PARAMS]) : number();
}

static const Expr *random_expr(int depth);

/* an argument that lies in the function's domain, or a random one */
static const Expr *fitting(const Function *f, int depth)
{
  const Expr *x = choose(3) ? leaf() : random_expr(depth);
  if (f->domain_lo < 0 || !choose(4)) return x;
  switch (choose(4)) {
  case 0: return cell(param[1]);
  case 1: return expr_add(pool, cell(param[2]), expr_rat(pool, 1, 1 + choose(3)));
  case 2: return expr_add(pool, expr_rat(pool, 1, 2), expr_pow(pool, x, expr_rat(pool, 2, 1)));
  default: return expr_call1(pool, function_find(pool, "exp"), x);
  }
}

static const Expr *random_call(int depth)
{
  static const char *const common[] = { "log", "exp", "abs", "log", "exp", "softplus" };
  const Function *f = choose(2) ? function_find(pool, common[choose(6)]) : function_at(pool, choose(function_count(pool)));
  return f->nargs == 1 ? expr_call1(pool, f, fitting(f, depth)) : leaf();
}

static const Expr *random_sum(int depth)
{
  static const ReduceOp ops[] = { R_SUM, R_SUM, R_SUM, R_PROD, R_MIN, R_MAX };
  if (nopen == 3) return leaf();
  Index *i = index_new(pool, name_of("i"), axis);
  open_index[nopen++] = i;
  const Expr *body = random_expr(depth), *cond = choose(5) ? NULL : expr_cmp(pool, C_LT, expr_index(pool, i), expr_rat(pool, 1 + choose(CELLS), 1));
  nopen--;
  ReduceOp op = ops[choose(6)];
  return expr_reduce(pool, op, i, body, op == R_SUM || op == R_PROD ? cond : NULL, NULL, NULL);
}

static const Expr *random_expr(int depth)
{
  if (depth <= 0) return leaf();
  const Expr *x, *y;
  switch (choose(16)) {
  case 0: case 1: return expr_add(pool, random_expr(depth - 1), random_expr(depth - 1));
  case 2: return expr_sub(pool, random_expr(depth - 1), random_expr(depth - 1));
  case 3: case 4: return expr_mul(pool, random_expr(depth - 1), random_expr(depth - 1));
  case 5: return expr_mul(pool, number(), random_expr(depth - 1));
  case 6: return expr_div(pool, random_expr(depth - 1), random_expr(depth - 1));
  case 7: return expr_pow(pool, random_expr(depth - 1), expr_rat(pool, choose(9) - 4, 1 + choose(3)));
  case 8: return expr_pow(pool, leaf(), choose(3) ? number() : random_expr(depth - 1));
  case 9: case 10: case 11: return random_call(depth - 1);
  case 12: x = random_expr(depth - 1);                        /* x f(x), x / (x + y), log(1 + x) and the like: something twice */
    return choose(2) ? expr_mul(pool, x, expr_call1(pool, function_find(pool, choose(2) ? "log" : "exp"), x)) : expr_div(pool, x, expr_add(pool, x, random_expr(depth - 1)));
  case 13: x = random_expr(depth - 1), y = choose(2) ? number() : leaf();      /* the greater, the smaller, neither */
    return expr_if(pool, expr_cmp(pool, choose(2) ? C_LT : C_LE, x, y), choose(2) ? x : random_expr(depth - 1), choose(2) ? y : random_expr(depth - 1));
  default: return random_sum(depth - 1);
  }
}

/* ---- claims -------------------------------------------------------------------------------------------------------------------- */

static int found_false;

static void refute(const Expr *e, const char *claim, const char *how)
{
  char *line = NULL;
  size_t len = 0;
  FILE *f = open_memstream(&line, &len);
  fprintf(f, "seed %llu: claimed %s: %s\n  at", (unsigned long long)seed, claim, how);
  for (int k = 0; k < PARAMS; k++)
    if (expr_has_symbol(e, param[k])) {
      fprintf(f, " %s =", domains[k].name);
      for (int j = 0; j < (domains[k].vector ? CELLS : 1); j++) fprintf(f, " %.17g", value[k][j]);
    }
  fprintf(f, "\n  %s\n", expr_text(library.arena, e));
  fclose(f);
  print_message("%s", line);
  free(line);
  found_false++;
}

static int check_range(const Expr *e)
{
  Range r = facts_range(facts_new(pool, 0, NULL), e);
  int checked = 0;
  bool claims = isfinite(r.lo) || isfinite(r.hi) || r.integer;
  for (int t = 0; claims && t < 12; t++) {
    for (int k = 0; k < PARAMS; k++) draw_point(k);
    Measured v = value_of(e);
    if (!settled(v)) continue;
    checked++;
    long double slack = 2 * v.err;
    bool in = v.v >= r.lo - slack && v.v <= r.hi + slack && (!r.integer || fabsl(v.v - roundl(v.v)) <= slack);
    bool at_end = v.err == 0 && fabsl(v.v) > 1e-290L && ((r.lo_open && v.v == r.lo) || (r.hi_open && v.v == r.hi));
    if (in && !at_end) continue;
    char how[200], claim[200];
    snprintf(claim, sizeof claim, "%c%.17g, %.17g%c%s", r.lo_open ? '(' : '[', r.lo, r.hi, r.hi_open ? ')' : ']', r.integer ? " whole" : "");
    snprintf(how, sizeof how, "value %.17Lg, error %.3Lg", v.v, v.err);
    refute(e, claim, how);
    break;
  }
  return checked;
}

typedef struct Chord { Measured a, b, mid; double t, from[PARAMS], to[PARAMS]; } Chord;     /* from, to: first cells */

/* between two edge points in the active parameters, the others somewhere; sometimes a short one */
static bool draw_chord(const Expr *e, const bool *active, Chord *c)
{
  double from[PARAMS][CELLS], to[PARAMS][CELLS];
  for (int k = 0; k < PARAMS; k++) draw_point(k);
  memcpy(from, value, sizeof from);
  c->a = value_of(e);
  if (!settled(c->a)) return false;
  bool near = choose(3) == 0;
  for (int k = 0; k < PARAMS; k++) {
    if (!active[k]) continue;
    draw_point(k);
    if (near) for (int j = 0; j < CELLS; j++) { value[k][j] = from[k][j] + 0.01 * (value[k][j] - from[k][j]); error[k][j] = 0; }
  }
  memcpy(to, value, sizeof to);
  c->b = value_of(e);
  if (!settled(c->b)) return false;
  for (int k = 0; k < PARAMS; k++) { c->from[k] = from[k][0]; c->to[k] = to[k][0]; }
  c->t = choose(4) ? 0.5 : choose(2) ? 0.02 + 0.96 * random_uniform(&chance) : choose(2) ? 1e-6 : 1 - 1e-6;
  for (int k = 0; k < PARAMS; k++) {
    if (!active[k]) continue;
    for (int j = 0; j < CELLS; j++) {
      value[k][j] = (1 - c->t) * from[k][j] + c->t * to[k][j];
      bool exact = from[k][j] == to[k][j];
      if (exact) value[k][j] = from[k][j];
      error[k][j] = exact ? 0 : 3e-16 * fmax(fabs(from[k][j]), fabs(to[k][j]));
    }
  }
  c->mid = value_of(e);
  return settled(c->mid);
}

static long double over_chord(const Chord *c, long double *slack)      /* how far the function lies above it */
{
  *slack = 4 * (c->a.err + c->b.err + c->mid.err) + 1e-15L * (fabsl(c->a.v) + fabsl(c->b.v)) + 1e-300L;
  return c->mid.v - ((1 - (long double)c->t) * c->a.v + (long double)c->t * c->b.v);
}

static int check_curvature(const Expr *e, Curvature *claimed)
{
  static const char *const words[] = { "constant", "affine", "convex", "concave" };
  Symbol *active[PARAMS];
  bool moves[PARAMS] = { false };
  int n = 0, checked = 0;
  for (int k = 0; k < PARAMS; k++) if (expr_has_symbol(e, param[k]) && choose(4)) { active[n++] = param[k]; moves[k] = true; }
  Curvature c = *claimed = n ? facts_curvature(facts_new(pool, n, active), e) : CURV_UNKNOWN;
  for (int t = 0; c != CURV_UNKNOWN && t < 30; t++) {
    Chord chord;
    long double slack;
    if (!draw_chord(e, moves, &chord)) continue;
    checked++;
    long double over = over_chord(&chord, &slack);
    bool ok = c == CURV_CONVEX ? over <= slack : c == CURV_CONCAVE ? over >= -slack : c == CURV_AFFINE ? fabsl(over) <= slack
            : fabsl(chord.a.v - chord.b.v) <= slack && fabsl(over) <= slack;
    if (ok) continue;
    char how[200];
    snprintf(how, sizeof how, "ends %.17Lg and %.17Lg, at %.3g of the way %.17Lg, %.3Lg above the chord, error %.3Lg", chord.a.v, chord.b.v, chord.t, chord.mid.v, over, slack);
    refute(e, words[c], how);
    break;
  }
  return checked;
}

/* where all second derivatives by t lie in [lo, hi], the function is above a chord by no more than -lo, and by no less than -hi times
 * s (1 - s) (to - from)^2 / 2 */
static int check_second(const Expr *e)
{
  int which = choose(8), checked = 0;
  if (!expr_has_symbol(e, param[which])) return 0;
  Range r = facts_second_range(facts_new(pool, 1, &param[which]), e, param[which]);
  bool moves[PARAMS] = { false };
  moves[which] = true;
  for (int t = 0; (isfinite(r.lo) || isfinite(r.hi)) && t < 20; t++) {
    Chord chord;
    long double slack;
    if (!draw_chord(e, moves, &chord)) continue;
    checked++;
    long double over = over_chord(&chord, &slack), way = (long double)chord.to[which] - chord.from[which];
    long double unit = (long double)chord.t * (1 - (long double)chord.t) * way * way / 2;
    bool most = isinf(r.lo) || over <= -r.lo * unit + slack + 1e-9L * fabsl(r.lo) * unit;
    bool least = isinf(r.hi) || over >= -r.hi * unit - slack - 1e-9L * fabsl(r.hi) * unit;
    if (most && least) continue;
    char claim[100], how[200];
    snprintf(claim, sizeof claim, "second derivatives by %s in [%.17g, %.17g]", domains[which].name, r.lo, r.hi);
    snprintf(how, sizeof how, "between %.17g and %.17g it is %.17g", chord.from[which], chord.to[which], (double)(-over / unit));
    refute(e, claim, how);
    break;
  }
  return checked;
}

static void facts_hold(void **state)
{
  static const uint64_t before[] = { 1004904, 1018937, 1126782, 1204309, 1240892, 5055144 };      /* where claims were false once */
  const long found_before = sizeof before / sizeof *before;
  const char *asked = getenv("FACTS_EDGES");
  long expressions = asked ? atol(asked) : 20000, begin = getenv("FACTS_EDGES_FROM") ? atol(getenv("FACTS_EDGES_FROM")) : 0, ranges = 0, chords = 0, seconds = 0, shapes[5] = { 0 };
  for (long k = 0; k < expressions; k++) {
    if (k % 500 == 499) again(state);
    seed = k < found_before ? before[k] : (uint64_t)(begin + k) + 1;
    chance = random_stream(seed, random_purpose("edges"), 0);
    only = choose(2) ? choose(PARAMS) : -1;
    const Expr *e = random_expr(1 + choose(4));
    if (choose(4) == 0) {                                       /* derivatives: what monotonicity and curvature are concluded from */
      const Expr *d = expr_diff(pool, e, param[choose(8)], NULL, NULL);
      if (d) e = d;
    }
    if (!e->has_param) continue;
    Curvature c;
    ranges += check_range(e);
    chords += check_curvature(e, &c);
    seconds += check_second(e);
    shapes[c]++;
  }
  print_message("values %ld, chords %ld, second derivatives %ld; affine %ld, convex %ld, concave %ld, unknown %ld\n", ranges, chords, seconds,
                shapes[CURV_AFFINE], shapes[CURV_CONVEX], shapes[CURV_CONCAVE], shapes[CURV_UNKNOWN]);
  assert_int_equal(found_false, 0);
  assert_true(ranges > 2 * expressions && chords > expressions && shapes[CURV_CONVEX] > expressions / 50 && shapes[CURV_CONCAVE] > expressions / 50);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(facts_hold) };
  return cmocka_run_group_tests(tests, open_world, close_world);
}
