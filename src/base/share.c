/* share.c: the most between two shares, exactly; then the system of all that are above their floors, up to the first that would fall
 * below its own. Pairs alone lead to the least point, also where the matrix is singular (Platt 1998; Keerthi and Gilbert 2002); the systems
 * end that in few rounds. The objective never rises. See share.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/share.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef struct Problem {
  int64_t n;
  const double *A, *h, *lo;
  double *x, *slope, *d, *other, *factor;                 /* slope: A x - h; d, other: ways from x */
  double noise;                                           /* of a slope */
} Problem;

static bool is_free(const Problem *p, int64_t j) { return p->x[j] > p->lo[j]; }

static void take_slope(Problem *p)
{
  double size = 0;
  for (int64_t i = 0; i < p->n; i++) {
    double sum = 0, sizes = fabs(p->h[i]);
    for (int64_t j = 0; j < p->n; j++) {
      double t = p->A[i * p->n + j] * p->x[j];
      sum += t;
      sizes += fabs(t);
    }
    p->slope[i] = sum - p->h[i];
    size = fmax(size, sizes);
  }
  p->noise = 4 * DBL_EPSILON * size;
}

static void begin(Problem *p, const double *start)
{
  double floors = 0, above = 0;
  for (int64_t j = 0; j < p->n; j++) {
    p->x[j] = start[j] > p->lo[j] ? start[j] - p->lo[j] : 0;
    floors += p->lo[j];
    above += p->x[j];
  }
  for (int64_t j = 0; j < p->n; j++) p->x[j] = p->lo[j] + fmax(1 - floors, 0) * (above > 0 ? p->x[j] / above : 1 / (double)p->n);
  take_slope(p);
}

/* what the pair gains most from; false: no slope above a floor is greater than the least one */
static bool move_pair(Problem *p)
{
  int64_t to = 0, from = -1;
  for (int64_t j = 0; j < p->n; j++) {
    if (p->slope[j] < p->slope[to]) to = j;
    if (is_free(p, j) && (from < 0 || p->slope[j] > p->slope[from])) from = j;
  }
  double gain = from < 0 ? 0 : p->slope[from] - p->slope[to];
  if (!(gain > p->noise)) return false;
  double bend = p->A[from * p->n + from] + p->A[to * p->n + to] - 2 * p->A[from * p->n + to], room = p->x[from] - p->lo[from];
  bool all = !(gain < bend * room);
  double t = all ? room : gain / bend;
  p->x[to] += t;
  p->x[from] = all ? p->lo[from] : p->x[from] - t;
  for (int64_t i = 0; i < p->n; i++) p->slope[i] += t * (p->A[i * p->n + to] - p->A[i * p->n + from]);
  return true;
}

/* d: the way to where all free slopes are equal; a direction in which the matrix does not bend is left out of it. The share `last`, the
 * greatest, takes what the others leave. */
static void free_way(Problem *p, int64_t last)
{
  int64_t m = 0, n = p->n;
  double *L = p->factor, *d = p->d;
  const double *A = p->A;
  for (int64_t j = 0; j < n; j++) {
    if (j == last || !is_free(p, j)) continue;
    double *row = L + m * n;
    int64_t k = 0;
    d[m] = p->slope[last] - p->slope[j];
    for (int64_t i = 0; i <= j; i++) {
      if (i == last || !is_free(p, i)) continue;
      double sum = A[j * n + i] - A[j * n + last] - A[last * n + i] + A[last * n + last];
      for (int64_t q = 0; q < k; q++) sum -= row[q] * L[k * n + q];
      if (i == j) row[k] = sum > (double)n * DBL_EPSILON * (A[j * n + j] + A[last * n + last]) ? sqrt(sum) : INFINITY;
      else row[k] = isinf(L[k * n + k]) ? 0 : sum / L[k * n + k];
      k++;
    }
    for (int64_t q = 0; q < m; q++) d[m] -= row[q] * d[q];
    d[m] /= row[m];
    m++;
  }
  for (int64_t k = m - 1; k >= 0; k--) {
    for (int64_t q = k + 1; q < m; q++) d[k] -= L[q * n + k] * d[q];
    d[k] /= L[k * n + k];
  }
  double sum = 0;
  for (int64_t j = n - 1; j >= 0; j--) {
    d[j] = j != last && is_free(p, j) ? d[--m] : 0;
    sum += d[j];
  }
  d[last] = -sum;
}

static double change_along(const Problem *p, const double *d)
{
  double sum = 0;
  for (int64_t i = 0; i < p->n; i++) {
    double bend = 0;
    if (d[i] == 0) continue;
    for (int64_t j = 0; j < p->n; j++) bend += p->A[i * p->n + j] * d[j];
    sum += d[i] * (p->slope[i] + bend / 2);
  }
  return sum;
}

/* Along d up to the first floor; or, if that gains more, all that d leads below their floors onto them, and the others to its end, their
 * sum kept by a common factor. `other`, too, is a way. */
static void follow(Problem *p)
{
  int64_t first = -1;
  double t = 1, above = 0, free = 0;
  for (int64_t j = 0; j < p->n; j++) {
    double room = p->x[j] - p->lo[j], end = fmax(room + p->d[j], 0);
    above += end;
    free += room;
    p->other[j] = end;
    if (p->d[j] >= -room || !(-room / p->d[j] < t)) continue;
    t = -room / p->d[j];
    first = j;
  }
  for (int64_t j = 0; j < p->n; j++) {
    p->other[j] = p->other[j] * (free / above) - (p->x[j] - p->lo[j]);
    p->d[j] *= t;
  }
  double gain = change_along(p, p->d);
  bool jumps = first >= 0 && above > 0 && change_along(p, p->other) < gain;
  const double *way = jumps ? p->other : p->d;
  if (!jumps && !(gain < 0)) return;
  for (int64_t j = 0; j < p->n; j++) {
    bool lands = jumps ? way[j] == p->lo[j] - p->x[j] : j == first;
    p->x[j] = lands ? p->lo[j] : fmax(p->x[j] + way[j], p->lo[j]);
  }
}

void share_minimize(int64_t n, const double *A, const double *h, const double *lo, const double *start, double *x, double *scratch)
{
  Problem p = { n, A, h, lo, x, scratch, scratch + n, scratch + 2 * n, scratch + 3 * n, 0 };
  begin(&p, start);
  for (int64_t k = 0; k < 100 + 20 * n && move_pair(&p); k++) {
    int64_t last = 0;
    double sum = 0;
    for (int64_t j = 1; j < n; j++) if (x[j] - lo[j] > x[last] - lo[last]) last = j;
    free_way(&p, last);
    follow(&p);
    for (int64_t j = 0; j < n; j++) sum += j == last ? 0 : x[j];
    x[last] = fmax(1 - sum, lo[last]);
    take_slope(&p);
  }
}
