/* full.c: EM for a mixture of normal distributions with full covariance matrices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 256 };

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *mean;                   /* [K, D] */
  double *whiten;                 /* [K, D, D]: the inverses of the covariances' Cholesky factors */
  double *constant;               /* [K] */
  HandWork work;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *square = hand_part(&f->work, thread), *moment = square + k * d * d, *weight = moment + k * d, *loss = weight + k;
  double *y = hand_room(&f->work, thread), *z = y + BLOCK * d, *p = z + BLOCK * d, *most = p + (long)k * BLOCK, *total = most + BLOCK;
  int m;
  for (long first; (first = hand_block(f->h, f->n, BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d;
    for (int c = 0; c < k; c++) {
      const double *mean = f->mean + c * d;
      for (int i = 0; i < m; i++)
        for (int j = 0; j < d; j++) y[i * d + j] = x[i * d + j] - mean[j];
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, d, m, d, 1, f->whiten + (long)c * d * d, d, y, d, 0, z, BLOCK);
      double *q = p + c * BLOCK;
      memset(q, 0, BLOCK * sizeof *q);
      for (int j = 0; j < d; j++)
        for (int i = 0; i < m; i++) q[i] += z[j * BLOCK + i] * z[j * BLOCK + i];
      for (int i = 0; i < m; i++) q[i] = f->constant[c] - q[i] / 2;
    }
    *loss -= hand_posterior(p, k, m, BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double *r = p + c * BLOCK, sum = 0;
      for (int i = 0; i < m; i++) sum += r[i];
      weight[c] += sum;
      for (int i = 0; i < m; i++)
        for (int j = 0; j < d; j++) y[i * d + j] = r[i] * x[i * d + j];
      cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, m, 1, y, d, x, d, 1, square + (long)c * d * d, d);
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, d, m, 1, p, BLOCK, x, d, 1, moment, d);
  }
}

void hand_full(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  f.mean = hand_read(h, "c0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  double *covariance = hand_zeros(k * d * d), *share = hand_zeros(k);
  for (int c = 0; c < k; c++) {
    share[c] = 1 / (double)k;
    for (int j = 0; j < d; j++) covariance[(long)c * d * d + j * d + j] = 1;
  }
  f.whiten = hand_zeros(k * d * d);
  f.constant = hand_zeros(k);
  f.work = hand_work(h, k * d * d + k * d + k + 1, BLOCK * (2 * d + k + 2));
  double *sum = hand_zeros(f.work.parts), *moment = sum + k * d * d, *weight = moment + k * d;
  double once = -d / 2. * log(2 * M_PI);

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    memcpy(f.whiten, covariance, (size_t)(k * d * d) * sizeof *covariance);
    for (int c = 0; c < k; c++) {
      f.constant[c] = log(share[c]) + once - hand_cholesky(f.whiten + (long)c * d * d, d) / 2;
      LAPACKE_dtrtri(LAPACK_ROW_MAJOR, 'L', 'N', d, f.whiten + (long)c * d * d, d);
    }
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, k * d * d + k * d + k + 1, sum);
    h->loss = weight[k];
    for (int c = 0; c < k; c++) {
      share[c] = weight[c] / (double)f.n;
      double *m = f.mean + c * d, *s = covariance + (long)c * d * d;
      for (int j = 0; j < d; j++) m[j] = moment[c * d + j] / weight[c];
      for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++) s[i * d + j] = sum[((long)c * d + i) * d + j] / weight[c] - m[i] * m[j];
    }
  }
}
