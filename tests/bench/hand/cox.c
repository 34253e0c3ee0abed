/* cox.c: Cox regression by Böhning's bound. Rows are put in order once, the latest first, so that a risk set is all rows up to the
 * last of equal times; then every sum over risk sets, and every sum over those at whose risk a row was, runs along the rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n;
  int d;
  double *x, *e, *b;               /* in order */
  int *first, *last;               /* of those with a row's time */
  double *eta, *w, *sum, *later;   /* linear predictor, its exponential, its sum over the risk set, sums of events over the rest */
  HandWork work;
} Fit;

static const double *time_of;

static int latest_first(const void *p, const void *q)
{
  int i = *(const int *)p, j = *(const int *)q;
  return time_of[i] != time_of[j] ? (time_of[i] < time_of[j] ? 1 : -1) : (i > j) - (i < j);
}

static void predict(void *context, int thread)
{
  const Fit *f = context;
  (void)thread;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    cblas_dgemv(CblasRowMajor, CblasNoTrans, m, f->d, 1, f->x + first * f->d, f->d, f->b, 1, 0, f->eta + first, 1);
    for (int i = 0; i < m; i++) f->w[first + i] = exp(f->eta[first + i]);
  }
}

static void slope(void *context, int thread)
{
  const Fit *f = context;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;)
    cblas_dgemv(CblasRowMajor, CblasTrans, m, f->d, 1, f->x + first * f->d, f->d, f->later + first, 1, 1, hand_part(&f->work, thread), 1);
}

/* half the sum over events of the scatter of the rows at risk about their mean; later: events at whose risk a row was */
static void curvature(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, m;
  double *a = hand_part(&f->work, thread), *z = hand_room(&f->work, thread);
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d;
    for (int i = 0; i < m; i++)
      for (int j = 0; j < d; j++) z[i * d + j] = 0.5 * f->later[first + i] * x[i * d + j];
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, m, 1, z, d, x, d, 1, a, d);
  }
}

static void curvature_of_means(const Fit *f, double *a)
{
  int d = f->d, held = 0;
  double *sum = hand_zeros(d), *z = hand_zeros(HAND_BLOCK * d);
  for (long i = 0; i < f->n; i++) {
    for (int j = 0; j < d; j++) sum[j] += f->x[i * d + j];
    if (f->last[i] == i) {
      double events = 0;
      for (int k = f->first[i]; k <= i; k++) events += f->e[k];
      double s = sqrt(0.5 * events / (double)(i + 1));
      for (int j = 0; j < d; j++) z[held * d + j] = s * sum[j];
      held++;
    }
    if (held == HAND_BLOCK || i == f->n - 1) {
      cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, held, -1, z, d, z, d, 1, a, d);
      held = 0;
    }
  }
}

void hand_cox(Hand *h)
{
  Fit f = { .h = h };
  long n;
  const double *x = hand_read(h, "x.npy", &f.n, &f.d), *t = hand_read(h, "t.npy", &n, NULL), *e = hand_read(h, "e.npy", &n, NULL);
  int d = f.d;
  f.x = hand_zeros(n * d);
  f.e = hand_zeros(n);
  f.eta = hand_zeros(n);
  f.w = hand_zeros(n);
  f.sum = hand_zeros(n);
  f.later = hand_zeros(n);
  f.b = hand_zeros(d);
  f.first = (int *)hand_zeros(n);
  f.last = (int *)hand_zeros(n);
  int *order = (int *)hand_zeros(n);
  f.work = hand_work(h, d * d, HAND_BLOCK * d);
  double *a = hand_zeros(d * d), *g = hand_zeros(d);

  hand_start(h);
  for (long i = 0; i < n; i++) order[i] = (int)i;
  time_of = t;
  qsort(order, (size_t)n, sizeof *order, latest_first);
  for (long i = 0; i < n; i++) {
    memcpy(f.x + i * d, x + (long)order[i] * d, (size_t)d * sizeof *x);
    f.e[i] = e[order[i]];
    f.first[i] = i > 0 && t[order[i]] == t[order[i - 1]] ? f.first[i - 1] : (int)i;
  }
  for (long i = n - 1; i >= 0; i--) f.last[i] = i + 1 < n && f.first[i + 1] == f.first[i] ? f.last[i + 1] : (int)i;
  double events = 0;
  for (long i = n - 1; i >= 0; i = f.first[i] - 1) {
    for (long k = f.first[i]; k <= i; k++) events += f.e[k];
    for (long k = f.first[i]; k <= i; k++) f.later[k] = events;
  }
  hand_parallel(h, curvature, &f);
  hand_gather(&f.work, d * d, a);
  curvature_of_means(&f, a);
  LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', d, a, d);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, predict, &f);
    double sum = 0, loss = 0, back = 0;
    for (long i = 0; i < n; i++) f.sum[i] = sum += f.w[i];
    for (long i = 0; i < n; i++) if (f.last[i] != i) f.sum[i] = f.sum[f.last[i]];
    for (long i = 0; i < n; i++) loss += f.e[i] * (log(f.sum[i]) - f.eta[i]);
    for (long i = n - 1; i >= 0; i = f.first[i] - 1) {
      for (long k = f.first[i]; k <= i; k++) back += f.e[k] / f.sum[k];
      for (long k = f.first[i]; k <= i; k++) f.later[k] = f.w[k] * back - f.e[k];
    }
    h->loss = loss;
    hand_parallel(h, slope, &f);
    hand_gather(&f.work, d, g);
    LAPACKE_dpotrs(LAPACK_ROW_MAJOR, 'L', d, 1, a, d, g, 1);
    for (int j = 0; j < d; j++) f.b[j] -= g[j];
  }
}
