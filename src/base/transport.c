/* transport.c: see transport.h. With s[i] = log sum{j} exp(L[i, j] + v[j]) and u[i] = log a[i] - s[i] the rows have their sums a, and what is
 * left is concave in v:  sum b[j] v[j] - sum a[i] s[i],  whose slope is what the columns lack of their sums b. It is raised by Newton's
 * method; where that gains nothing, by a step of the alternate scaling v[j] += log b[j] - log(sum of column j) (Sinkhorn and Knopp 1967),
 * which always gains. All of it in logarithms. L of a great range is reached by way of smaller multiples of it, each from the v of
 * the one before (Kosowsky and Yuille 1994). In the end entries that are too great by a rounding are drawn down and what is missing is spread
 * (Altschuler, Weed and Rigollet 2017), so that the sums are exact.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/transport.h"
#include <math.h>
#include <string.h>

enum { STEPS = 200, HALVINGS = 12, SWEEPS = 20000 };
static const double gentle = 8, factor = 4;               /* a range of L that is solved at once; by how much the next multiple is greater */
static const double longest = 20, rounding = 1e-15;       /* a step of v, in logarithms; of the sums, what counts as none missing */

/* r: the longer axis, of n; c: the other, of d */
typedef struct Scaling {
  int64_t n, d, rs, cs;                                    /* strides of the two axes in the caller's matrices */
  const double *L;
  double s, total;                                         /* the multiple of L now; of all entries */
  double *P, *a, *b, *v, *column, *lack, *step, *next, *log_row, *H;
} Scaling;

static double at(const Scaling *t, int64_t i, int64_t j) { return t->s * t->L[i * t->rs + j * t->cs]; }

/* P, its columns and log_row for these v; what is raised */
static double evaluate(const Scaling *t, const double *v)
{
  double value = 0;
  memset(t->column, 0, (size_t)t->d * sizeof *t->column);
  for (int64_t j = 0; j < t->d; j++)
    if (t->b[j] > 0) value += t->b[j] * v[j];
  for (int64_t i = 0; i < t->n; i++) {
    double *p = t->P + i * t->d, top = -INFINITY, sum = 0;
    if (!(t->a[i] > 0)) {
      memset(p, 0, (size_t)t->d * sizeof *p);
      continue;
    }
    for (int64_t j = 0; j < t->d; j++) top = fmax(top, p[j] = t->b[j] > 0 ? at(t, i, j) + v[j] : -INFINITY);
    if (!isfinite(top)) return NAN;
    for (int64_t j = 0; j < t->d; j++) sum += p[j] = exp(p[j] - top);
    t->log_row[i] = top + log(sum);
    value -= t->a[i] * t->log_row[i];
    for (int64_t j = 0; j < t->d; j++) t->column[j] += p[j] *= t->a[i] / sum;
  }
  return value;
}

static double missing(const Scaling *t)
{
  double sum = 0;
  for (int64_t j = 0; j < t->d; j++) sum += fabs(t->lack[j] = t->b[j] - t->column[j]);
  return sum / t->total;
}

static bool factorise(int64_t n, double *a, double ridge)
{
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = j; i < n; i++) {
      double x = a[i * n + j] + (i == j ? ridge : 0);
      for (int64_t k = 0; k < j; k++) x -= a[i * n + k] * a[j * n + k];
      if (i == j && !(x > 0)) return false;
      a[i * n + j] = i == j ? sqrt(x) : x / a[j * n + j];
    }
  }
  return true;
}

/* step := the solution of (diag(columns) - P' diag(1/a) P) step = lack, in which a common shift of all v, which changes nothing, is held */
static bool newton(const Scaling *t)
{
  int64_t d = t->d;
  double top = 0, longest_now = 0;
  for (int64_t j = 0; j < d; j++) top = fmax(top, t->column[j]);
  for (double ridge = 1e-14 * top; ridge < top; ridge *= 1e3) {
    for (int64_t j = 0; j < d; j++)
      for (int64_t k = 0; k <= j; k++) t->H[j * d + k] = (j == k ? (t->b[j] > 0 ? t->column[j] : top) : 0) + (t->b[j] > 0 && t->b[k] > 0 ? top / (double)d : 0);
    for (int64_t i = 0; i < t->n; i++) {
      const double *p = t->P + i * d;
      for (int64_t j = 0; t->a[i] > 0 && j < d; j++) {
        double w = p[j] / t->a[i];
        for (int64_t k = 0; w > 0 && k <= j; k++) t->H[j * d + k] -= w * p[k];
      }
    }
    if (!factorise(d, t->H, ridge)) continue;
    for (int64_t j = 0; j < d; j++) {
      double x = t->lack[j];
      for (int64_t k = 0; k < j; k++) x -= t->H[j * d + k] * t->step[k];
      t->step[j] = x / t->H[j * d + j];
    }
    for (int64_t j = d - 1; j >= 0; j--) {
      for (int64_t k = j + 1; k < d; k++) t->step[j] -= t->H[k * d + j] * t->step[k];
      t->step[j] /= t->H[j * d + j];
      longest_now = fmax(longest_now, fabs(t->step[j]));
    }
    if (!isfinite(longest_now)) return false;
    for (int64_t j = 0; longest_now > longest && j < d; j++) t->step[j] *= longest / longest_now;
    return true;
  }
  return false;
}

/* v along the step, shortened until enough is gained, or, where gains drown in rounding, until less is missing. False: nothing is gained */
static bool move(Scaling *t, double *value, double *least)
{
  double slope = 0;
  for (int64_t j = 0; j < t->d; j++) slope += t->lack[j] * t->step[j];
  for (int half = 0; half < HALVINGS && slope > 0; half++) {
    double length = ldexp(1, -half);
    for (int64_t j = 0; j < t->d; j++) t->next[j] = t->v[j] + length * t->step[j];
    double now = evaluate(t, t->next);
    bool gains = now >= *value + 1e-4 * length * slope, tiny = slope <= 1e-10 * (fabs(*value) + t->total);
    if (!gains && !tiny) continue;
    double left = missing(t);
    if (!gains && !(left < *least)) continue;
    memcpy(t->v, t->next, (size_t)t->d * sizeof *t->v);
    *value = now;
    *least = left;
    return true;
  }
  return false;
}

/* every column gets its sum; v alone moves */
static void sweep(Scaling *t)
{
  for (int64_t j = 0; j < t->d; j++) {
    double top = -INFINITY, sum = 0;
    if (!(t->b[j] > 0)) continue;
    if (t->column[j] > 1e-250) {
      t->v[j] += log(t->b[j]) - log(t->column[j]);
      continue;
    }
    for (int64_t i = 0; i < t->n; i++)
      if (t->a[i] > 0) top = fmax(top, log(t->a[i]) + at(t, i, j) - t->log_row[i]);
    for (int64_t i = 0; i < t->n; i++)
      if (t->a[i] > 0) sum += exp(log(t->a[i]) + at(t, i, j) - t->log_row[i] - top);
    t->v[j] = log(t->b[j]) - top - log(sum);
  }
}

static bool solve(Scaling *t, double enough)
{
  bool keeps = t->d <= TRANSPORT_NEWTON_MOST;
  double value = evaluate(t, t->v), least = missing(t);
  for (int step = 0; step < (keeps ? STEPS : SWEEPS) && least > enough; step++) {
    if (!isfinite(value)) return false;
    if (keeps && newton(t) && move(t, &value, &least)) continue;
    double before = least;
    evaluate(t, t->v);
    sweep(t);
    value = evaluate(t, t->v);
    least = missing(t);
    if (!(least < before) && before < 1e-12) break;        /* rounding */
  }
  return isfinite(value);
}

/* what rounding or an early end has left: too much is taken, too little is given */
static void round_off(const Scaling *t)
{
  double *short_row = t->log_row, left = 0;
  for (int64_t j = 0; j < t->d; j++) t->step[j] = t->column[j] > t->b[j] ? t->b[j] / t->column[j] : 1;
  memset(t->column, 0, (size_t)t->d * sizeof *t->column);
  for (int64_t i = 0; i < t->n; i++) {
    double sum = 0;
    for (int64_t j = 0; j < t->d; j++) {
      t->column[j] += t->P[i * t->d + j] *= t->step[j];
      sum += t->P[i * t->d + j];
    }
    left += short_row[i] = fmax(t->a[i] - sum, 0);
  }
  for (int64_t i = 0; left > 0 && i < t->n; i++)
    for (int64_t j = 0; j < t->d; j++) t->P[i * t->d + j] += short_row[i] * fmax(t->b[j] - t->column[j], 0) / left;
}

static double range_of(int64_t n, const double *L)
{
  double lo = INFINITY, hi = -INFINITY;
  for (int64_t i = 0; i < n; i++)
    if (isfinite(L[i])) { lo = fmin(lo, L[i]); hi = fmax(hi, L[i]); }
  return hi > lo ? hi - lo : 0;
}

bool transport_scale(int64_t rows, int64_t columns, const double *L, const double *sums, double *P, double *scratch)
{
  bool turned = columns > rows;
  int64_t n = turned ? columns : rows, d = turned ? rows : columns;
  Scaling t = { .n = n, .d = d, .rs = turned ? 1 : columns, .cs = turned ? columns : 1, .L = L, .s = 1 };
  t.P = scratch;
  t.a = t.P + n * d;
  t.log_row = t.a + n;
  t.b = t.log_row + n;
  t.v = t.b + d;
  t.column = t.v + d;
  t.lack = t.column + d;
  t.step = t.lack + d;
  t.next = t.step + d;
  t.H = t.next + d;
  memset(t.a, 0, (size_t)n * sizeof *t.a);
  memset(t.b, 0, (size_t)d * sizeof *t.b);
  memset(t.v, 0, (size_t)d * sizeof *t.v);
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < d; j++) {
      double x = sums[i * t.rs + j * t.cs], l = L[i * t.rs + j * t.cs];
      if (!(x >= 0) || !isfinite(x) || isnan(l) || l == INFINITY) return false;
      t.a[i] += x;
      t.b[j] += x;
      t.total += x;
    }
  if (!(t.total > 0)) {
    memset(P, 0, (size_t)(rows * columns) * sizeof *P);
    return true;
  }
  double range = range_of(n * d, L);
  bool good = true;
  for (t.s = fmin(1, gentle / fmax(range, gentle)); good && t.s < 1; ) {
    good = solve(&t, 1e-6);
    double s = fmin(1, factor * t.s);
    for (int64_t j = 0; j < d; j++) t.v[j] *= s / t.s;
    t.s = s;
  }
  t.s = 1;
  if (!good || !solve(&t, rounding)) return false;
  evaluate(&t, t.v);
  missing(&t);
  round_off(&t);
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < d; j++) P[i * t.rs + j * t.cs] = t.P[i * d + j];
  return true;
}
