/* facts_sample.c: numbers that refute a claim of convexity before it is worked on symbolically.
 *
 * A function that lies above a chord at one place and below one at another, by more than rounding can do, is neither convex nor
 * concave, whatever proof might be tried. Constants take numbers of their ranges: a claim holds for all of them. What is proved
 * is never refuted, so the answer to a question of curvature is the same; it only comes sooner. Constants that hang together in a
 * way that their ranges do not tell (entries of a simplex, a sum and one of its terms) could refute too much: there nothing is said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "base/kernels.h"
#include <math.h>

enum { NODES_MOST = 400, LEAVES_MOST = 24, CHORDS = 20 };

typedef struct Op { const Expr *e; const Kernel *kernel; int first; } Op;      /* arguments: tape places at Sample.arg[first…] */
typedef struct Leaf { const Expr *e; Range range; int at; } Leaf;
typedef struct Sample {
  Facts *facts; Symbol *t;
  Op op[NODES_MOST];
  double value[NODES_MOST], error[NODES_MOST];               /* of each node: its value, and how far rounding may have moved it */
  int arg[2 * NODES_MOST], nargs, n;
  Leaf leaf[LEAVES_MOST]; int nleaves;
} Sample;

/* ---- the nodes in an order in which they can be computed ------------------------------------------------------------------ */

static bool is_loose(const Symbol *s)
{
  if (s->kind == SYM_TOUCH && s->twin) s = s->twin;
  return s->domain.kind == DOMAIN_REAL || s->domain.kind == DOMAIN_INTERVAL || s->domain.kind == DOMAIN_LABEL;
}

static bool shares_symbol(const Expr *e, const Expr *other)
{
  if (other->kind == X_ACCESS && expr_has_symbol(e, other->u.sym)) return true;
  for (int k = 0; k < other->nargs; k++) if (shares_symbol(e, other->arg[k])) return true;
  return false;
}

/* do the ranges of these two constants say all that is known of them together? */
static bool are_apart(const Expr *a, const Expr *b)
{
  if (a->kind == X_INDEX || b->kind == X_INDEX) return a->kind == X_ACCESS || b->kind == X_ACCESS || a->kind == b->kind;
  if (a->kind == X_ACCESS && b->kind == X_ACCESS) return a->u.sym != b->u.sym || is_loose(a->u.sym);
  return a->kind == X_ACCESS ? !shares_symbol(b, a) : b->kind == X_ACCESS && !shares_symbol(a, b);
}

static int add_leaf(Sample *s, const Expr *e, int at)
{
  Leaf *l = &s->leaf[s->nleaves];
  if (s->nleaves == LEAVES_MOST) return -1;
  *l = (Leaf){ e, facts_range(s->facts, e), at };
  if (!(l->range.lo <= l->range.hi)) return -1;
  bool is_t = e->kind == X_ACCESS && e->u.sym == s->t;
  for (int k = 0; k < s->nleaves && !is_t; k++) {
    const Expr *other = s->leaf[k].e;
    if (!(other->kind == X_ACCESS && other->u.sym == s->t) && !are_apart(e, other)) return -1;
  }
  s->nleaves++;
  return at;
}

/* the place of e in the tape; -1: there is something in it that one number cannot stand for */
static int place(Sample *s, const Expr *e)
{
  for (int k = 0; k < s->n; k++) if (s->op[k].e == e) return k;
  Op op = { .e = e };
  bool leaf = e->kind == X_ACCESS || e->kind == X_INDEX || e->kind == X_REDUCE || e->kind == X_MATRIX;
  if (leaf && !(e->kind == X_ACCESS && e->u.sym == s->t) && facts_is_active(s->facts, e)) return -1;
  if (e->kind == X_HOLE) return -1;
  if (e->kind == X_CALL) {
    op.kernel = e->u.fn->kernel ? kernel_find(e->u.fn->kernel) : NULL;
    if (!op.kernel || op.kernel->nargs != e->nargs) return -1;
  }
  int at[64];
  if (!leaf) {
    if (e->nargs > (int)(sizeof at / sizeof *at)) return -1;
    for (int k = 0; k < e->nargs; k++) if ((at[k] = place(s, e->arg[k])) < 0) return -1;
    if (s->nargs + e->nargs > (int)(sizeof s->arg / sizeof *s->arg)) return -1;
    op.first = s->nargs;
    for (int k = 0; k < e->nargs; k++) s->arg[s->nargs++] = at[k];
  }
  if (s->n == NODES_MOST) return -1;
  s->op[s->n] = op;
  if (leaf && add_leaf(s, e, s->n) < 0) return -1;
  return s->n++;
}

/* ---- values, with bounds of their rounding -------------------------------------------------------------------------------- */

static double power_of(double x, double p) { return pow(x, p); }
static double apply1(const Op *op, double x) { return kernel_apply(op->kernel, &x); }

/* how far f moves while its argument moves by as much as it may be wrong */
static double swing(double (*f)(const Op *, double), const Op *op, double x, double error, double value)
{
  return fmax(fabs(f(op, x + error) - value), fabs(f(op, x - error) - value));
}

static void compute(Sample *s, int k)
{
  enum { ROUNDING = 8 };                                    /* units in the last place that an operation may lose; functions lose more */
  const Op *op = &s->op[k];
  const Expr *e = op->e;
  const int *arg = s->arg + op->first;
  double v = NAN, error = 0, *value = s->value, x = e->nargs ? value[arg[0]] : 0;
  switch ((ExprKind)e->kind) {
  case X_NUM: expr_number(e, &v); break;
  case X_AXIS: v = e->u.axis->size < 0 ? NAN : (double)e->u.axis->size; break;
  case X_ADD:
    v = 0;
    for (int j = 0; j < e->nargs; j++) { v += value[arg[j]]; error += s->error[arg[j]] + ROUNDING * 1.2e-16 * fabs(value[arg[j]]); }
    break;
  case X_MUL: {
    double relative = 0;
    v = 1;
    for (int j = 0; j < e->nargs; j++) { v *= value[arg[j]]; relative += s->error[arg[j]] / fmax(fabs(value[arg[j]]), 1e-300); }
    error = fabs(v) * relative;
    break;
  }
  case X_POW: {
    double p = value[arg[1]], wrong = s->error[arg[0]];
    v = power_of(x, p);
    error = fmax(fabs(power_of(x + wrong, p) - v), fabs(power_of(x - wrong, p) - v));
    if (s->error[arg[1]] > 0) error += fabs(power_of(x, p + s->error[arg[1]]) - v) + fabs(power_of(x, p - s->error[arg[1]]) - v);
    break;
  }
  case X_CALL:
    if (e->nargs == 1) {
      v = apply1(op, x);
      error = swing(apply1, op, x, s->error[arg[0]], v) + 1e-12 * fabs(v);
    } else {
      double both[2] = { x, value[arg[1]] };
      v = kernel_apply(op->kernel, both);
      error = s->error[arg[0]] == 0 && s->error[arg[1]] == 0 ? 1e-12 * fabs(v) : INFINITY;
    }
    break;
  case X_CMP: {
    double y = value[arg[1]], wrong = s->error[arg[0]] + s->error[arg[1]];
    v = e->op == C_EQ ? x == y : e->op == C_NE ? x != y : e->op == C_LT ? x < y : x <= y;
    if (fabs(x - y) <= wrong) error = INFINITY;
    break;
  }
  case X_IF: {
    int taken = arg[x != 0 ? 1 : 2];
    v = value[taken];
    error = s->error[arg[0]] > 0 ? INFINITY : s->error[taken];
    break;
  }
  default: return;                                          /* leaves have their value */
  }
  s->value[k] = v;
  s->error[k] = error + (e->kind == X_NUM || e->kind == X_AXIS || e->kind == X_CMP ? 0 : ROUNDING * 1.2e-16 * fabs(v));
}

/* the number of the range below which the share u of it lies, on a scale that reaches to infinity */
static double quantile(Range r, double u)
{
  bool below = isfinite(r.lo), above = isfinite(r.hi);
  double v = below && above ? r.lo + u * (r.hi - r.lo) : below ? r.lo + u / (1 - u) : above ? r.hi - (1 - u) / u : tan(M_PI * (u - 0.5));
  return r.integer ? fmin(fmax(round(v), r.lo), r.hi) : v;
}

static double share(unsigned sample, unsigned leaf)          /* numbers in (0, 1) that follow no order */
{
  uint64_t h = (sample * UINT64_C(0x9E3779B97F4A7C15)) ^ (leaf * UINT64_C(0xBF58476D1CE4E5B9));
  h = (h ^ (h >> 31)) * UINT64_C(0x94D049BB133111EB);
  return ((double)((h ^ (h >> 29)) >> 11) + 0.5) * 0x1p-53;
}

static void settle(Sample *s, unsigned sample, double t)
{
  for (int k = 0; k < s->nleaves; k++) {
    const Leaf *l = &s->leaf[k];
    bool is_t = l->e->kind == X_ACCESS && l->e->u.sym == s->t;
    s->value[l->at] = is_t ? t : quantile(l->range, share(sample, (unsigned)k));
    s->error[l->at] = 0;
  }
  for (int k = 0; k < s->n; k++) compute(s, k);
}

/* ---- chords ------------------------------------------------------------------------------------------------------------------ */

bool facts_bends_both_ways(Facts *f, const Expr *e, Symbol *t)
{
  static const double middle[] = { 0.5, 0.2, 0.8, 0.05, 0.95, 0.35, 0.65, 0.01, 0.99, 0.9 };
  Sample s;
  bool up = false, down = false;
  const Domain *d = &t->domain;
  const Range range = { d->lo, d->hi, d->lo_open, d->hi_open, false };
  s.facts = f;
  s.t = t;
  s.n = s.nargs = s.nleaves = 0;
  int top = place(&s, e);
  for (unsigned k = 0; top >= 0 && k < CHORDS && !(up && down); k++) {
    double at = middle[k % 10], width = k < 10 ? 0.02 : 0.3, u = fmax(at - width * fmin(at, 1 - at), 1e-3), v = fmin(at + width * fmin(at, 1 - at), 1 - 1e-3);
    double lo = quantile(range, u), hi = quantile(range, v), mid = lo + (hi - lo) / 2, value[3], error = 0;
    bool known = lo < mid && mid < hi;
    const double point[3] = { lo, mid, hi };
    for (int j = 0; j < 3 && known; j++) {
      settle(&s, k, point[j]);
      value[j] = s.value[top];
      error += 2 * s.error[top];
      known = isfinite(value[j]) && isfinite(error);
    }
    if (!known) continue;
    double gap = value[0] + value[2] - 2 * value[1];
    /* where the middle is rounded the slope moves it */
    error += 1e-15 * (fabs(value[0]) + fabs(value[1]) + fabs(value[2])) + 4e-16 * fabs(mid) / (hi - lo) * fabs(value[2] - value[0]);
    if (fabs(gap) < 100 * error) continue;
    if (gap > 0) up = true; else down = true;
  }
  return up && down;
}
