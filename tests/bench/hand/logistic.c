/* logistic.c: logistic regression by Jaakkola and Jordan's bound: weighted normal equations whose right side never changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n;
  int d;
  const double *x, *y;
  double *b;
  HandWork work;
} Fit;

static void right_side(void *context, int thread)
{
  const Fit *f = context;
  double *sum = hand_part(&f->work, thread);
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    for (int i = 0; i < m; i++)
      for (int j = 0; j < f->d; j++) sum[j] += (f->y[first + i] - 0.5) * f->x[(first + i) * f->d + j];
  }
}

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d;
  double *square = hand_part(&f->work, thread), *loss = square + d * d;
  double *z = hand_room(&f->work, thread), *t = z + HAND_BLOCK * d;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d, *y = f->y + first;
    cblas_dgemv(CblasRowMajor, CblasNoTrans, m, d, 1, x, d, f->b, 1, 0, t, 1);
    double sum = 0;
    for (int i = 0; i < m; i++) {
      double a = fabs(t[i]), e = exp(-a), s = a > 1e-6 ? a : 1e-6;
      sum += (t[i] > 0 ? t[i] : 0) - y[i] * t[i] + log1p(e);
      t[i] = a > 1e-6 ? (1 - e) / ((1 + e) * 2 * s) : 0.25;
    }
    *loss += sum;
    for (int i = 0; i < m; i++)
      for (int j = 0; j < d; j++) z[i * d + j] = t[i] * x[i * d + j];
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, m, 1, z, d, x, d, 1, square, d);
  }
}

void hand_logistic(Hand *h)
{
  Fit f = { .h = h };
  long n;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  f.y = hand_read(h, "y.npy", &n, NULL);
  int d = f.d;
  f.b = hand_zeros(d);
  f.work = hand_work(h, d * d + 1, HAND_BLOCK * (d + 1));
  double *sum = hand_zeros(f.work.parts), *right = hand_zeros(d);

  hand_start(h);
  hand_parallel(h, right_side, &f);
  hand_gather(&f.work, d, right);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, d * d + 1, sum);
    h->loss = sum[d * d];
    memcpy(f.b, right, (size_t)d * sizeof *right);
    LAPACKE_dposv(LAPACK_ROW_MAJOR, 'L', d, 1, sum, d, f.b, 1);
  }
}
