/* descent.c: one coordinate after the other, exactly; once a sweep leaves the sides on which the entries are as they were, the system of
 * the free ones is solved at once. The way there is followed through kinks to where the objective is least on it, up to the first bound;
 * an entry that ends at a kink or a bound stays there, and the rest go on, until one way is gone to its end. Only a sweep sets entries
 * free again. The objective never rises, and there are finitely many sets of sides. See descent.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/descent.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { SWEEPS = 1000 };
static const double rounding = 4e-16;

typedef struct Problem {
  int64_t n;
  const double *A, *h, *l, *lo, *hi;
  double *x, *slope;                      /* slope: A x - h */
  double *side;                           /* -2: at lo, -1, 1: free, 0: at the kink, 2: at hi */
} Problem;

static double penalty(const Problem *p, int64_t j) { return p->l ? p->l[j] : 0; }
static double lowest(const Problem *p, int64_t j) { return p->lo ? p->lo[j] : -INFINITY; }
static double highest(const Problem *p, int64_t j) { return p->hi ? p->hi[j] : INFINITY; }

static double side_of(const Problem *p, int64_t j)
{
  double x = p->x[j];
  if (x <= lowest(p, j)) return -2;
  if (x >= highest(p, j)) return 2;
  return x > 0 ? 1 : x < 0 ? -1 : penalty(p, j) > 0 ? 0 : 1;
}

/* the least point of entry j by itself */
static double least_at(const Problem *p, int64_t j)
{
  double a = p->A[j * p->n + j], z = a * p->x[j] - p->slope[j], l = penalty(p, j), x;
  if (a > 0) x = z > l ? (z - l) / a : z < -l ? (z + l) / a : 0;
  else if (fabs(z) <= l * (1 + 1e-9) + 1e-300) x = l > 0 ? 0 : p->x[j];
  else x = z > 0 ? INFINITY : -INFINITY;
  return fmin(fmax(x, lowest(p, j)), highest(p, j));
}

static void move(const Problem *p, int64_t j, double x)
{
  double d = x - p->x[j];
  p->x[j] = x;
  for (int64_t i = 0; i < p->n; i++) p->slope[i] += d * p->A[j * p->n + i];
}

/* false: an entry is infinite */
static bool sweep(const Problem *p, bool *same, bool *still)
{
  double change = 0, size = 0;
  *same = true;
  for (int64_t j = 0; j < p->n; j++) {
    double x = least_at(p, j), unit = sqrt(fmax(p->A[j * p->n + j], 0));
    if (isinf(x)) { p->x[j] = x; return false; }
    change = fmax(change, fabs(x - p->x[j]) * unit);
    size = fmax(size, fmax(fabs(x), fabs(p->x[j])) * unit);
    if (x != p->x[j]) move(p, j, x);
    double side = side_of(p, j);
    *same &= side == p->side[j];
    p->side[j] = side;
  }
  *still = change <= rounding * size;
  return true;
}

static bool is_free(const Problem *p, int64_t j) { return fabs(p->side[j]) == 1; }

/* the way to where the slope of all free entries is 0, in d; false: their matrix is singular */
static bool free_way(const Problem *p, double *L, double *d)
{
  int64_t m = 0, n = p->n;
  for (int64_t j = 0; j < n; j++) {                        /* Cholesky, row by row of the free entries */
    if (!is_free(p, j)) continue;
    double *row = L + m * n;
    int64_t k = 0;
    for (int64_t i = 0; i <= j; i++) {
      if (!is_free(p, i)) continue;
      double sum = p->A[j * n + i];
      for (int64_t q = 0; q < k; q++) sum -= row[q] * L[k * n + q];
      if (i == j && !(sum > (double)n * DBL_EPSILON * p->A[j * n + j])) return false;
      row[k] = i == j ? sqrt(sum) : sum / L[k * n + k];
      k++;
    }
    d[m] = -(p->slope[j] + (p->x[j] > 0 ? penalty(p, j) : -penalty(p, j)));
    for (int64_t q = 0; q < m; q++) d[m] -= row[q] * d[q];
    d[m] /= row[m];
    m++;
  }
  for (int64_t k = m - 1; k >= 0; k--) {
    for (int64_t q = k + 1; q < m; q++) d[k] -= L[q * n + k] * d[q];
    d[k] /= L[k * n + k];
  }
  for (int64_t j = n - 1; j >= 0; j--) d[j] = is_free(p, j) ? d[--m] : 0;
  return true;
}

/* where each entry meets its kink or its bound, as a part of the way; more than 1: it does not */
static void list_stops(const Problem *p, const double *d, double *stop)
{
  for (int64_t j = 0; j < p->n; j++) {
    double to = p->x[j] + d[j];
    stop[j] = INFINITY;
    if (penalty(p, j) > 0 && (to > 0) != (p->x[j] > 0)) stop[j] = -p->x[j] / d[j];
    else if (to < lowest(p, j)) stop[j] = (lowest(p, j) - p->x[j]) / d[j];
    else if (to > highest(p, j)) stop[j] = (highest(p, j) - p->x[j]) / d[j];
  }
}

/* The part of the way after which the objective is least on it, but no bound is passed: it is convex, and quadratic from one kink to the
 * next, where its slope leaps by 2 l |d|. *ends: that is at a stop. Stops that were passed are infinite then. */
static double least_on_way(const Problem *p, const double *d, double *stop, bool *ends)
{
  double slope = 0, t = 0;                                 /* of the part; d'Ad is -slope at its beginning, since the whole way leads to slope 0 */
  for (int64_t j = 0; j < p->n; j++) slope += d[j] * (p->slope[j] + copysign(penalty(p, j), p->x[j]));
  const double curve = -slope;
  for (*ends = false;; ) {
    int64_t next = 0;
    for (int64_t j = 1; j < p->n; j++) if (stop[j] < stop[next]) next = j;
    double least = curve > 0 ? -slope / curve : 1;
    if (!(stop[next] < least)) return fmax(least, t);
    t = fmax(stop[next], t);
    slope += 2 * penalty(p, next) * fabs(d[next]);
    *ends = penalty(p, next) == 0 || slope + t * curve >= 0;
    if (*ends) return t;
    stop[next] = INFINITY;
  }
}

/* along the way; false: it ended at a stop, or entries changed their sides on it */
static bool follow(const Problem *p, const double *d, double *stop)
{
  bool ends = false, straight = true;
  list_stops(p, d, stop);
  for (int64_t j = 0; j < p->n; j++) straight &= isinf(stop[j]);
  double t = straight ? 1 : least_on_way(p, d, stop, &ends);
  for (int64_t j = 0; j < p->n; j++) {
    bool here = ends && stop[j] <= t;
    p->x[j] = !here ? p->x[j] + t * d[j] : penalty(p, j) > 0 ? 0 : d[j] < 0 ? lowest(p, j) : highest(p, j);
    p->side[j] = side_of(p, j);
  }
  for (int64_t i = 0; i < p->n; i++) {
    double sum = -p->h[i];
    for (int64_t j = 0; j < p->n; j++) sum += p->A[i * p->n + j] * p->x[j];
    p->slope[i] = sum;
  }
  return straight;
}

void descent_minimize(int64_t n, const double *A, const double *h, const double *l, const double *lo, const double *hi, double *x, double *scratch)
{
  Problem p = { n, A, h, l, lo, hi, x, scratch, scratch + n };
  double *d = scratch + 2 * n, *L = scratch + 3 * n;
  bool same, still, solved = false;
  for (int64_t j = 0; j < n; j++) {
    x[j] = fmin(fmax(0, lowest(&p, j)), highest(&p, j));
    p.slope[j] = -h[j];
    p.side[j] = 3;
  }
  for (int64_t j = 0; j < n; j++)
    for (int64_t i = 0; x[j] != 0 && i < n; i++) p.slope[i] += A[j * n + i] * x[j];
  for (int k = 0; k < SWEEPS; k++) {
    if (!sweep(&p, &same, &still) || still || (solved && same)) return;
    solved = false;
    for (int64_t i = 0; same && !solved && i <= n && free_way(&p, L, d); i++) solved = follow(&p, d, L);      /* L is free by then */
  }
}

/* ---- rising numbers ------------------------------------------------------------------------------------------------------------------ */

static double level(double h, double a) { return a > 0 ? h / a : h == 0 ? 0 : copysign(INFINITY, h); }

void descent_pool(int64_t n, const double *h, const double *a, double *x, double *scratch)
{
  double *sum = scratch, *weight = scratch + n, *count = scratch + 2 * n;      /* of the pools so far */
  int64_t pools = 0;
  for (int64_t k = 0; k < n; k++) {
    sum[pools] = h[k];
    weight[pools] = a[k];
    count[pools++] = 1;
    while (pools > 1) {
      double *s = sum + pools - 2, *w = weight + pools - 2, *c = count + pools - 2;
      bool says_nothing = (s[0] == 0 && w[0] == 0) || (s[1] == 0 && w[1] == 0);
      if (!says_nothing && level(s[0], w[0]) <= level(s[1], w[1])) break;
      s[0] += s[1];
      w[0] += w[1];
      c[0] += c[1];
      pools--;
    }
  }
  for (int64_t i = 0, k = 0; i < pools; i++)
    for (double c = count[i]; c > 0; c--) x[k++] = level(sum[i], weight[i]);
}
