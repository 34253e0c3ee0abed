/* tied.c: EM for a mixture of normals with one covariance.
 * Points are whitened once per iteration, after which all distances are one product. The posteriors of a point add up to 1,
 * so that the covariance is the data's scatter, computed once, less the scatter of the means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 512 };

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *whiten;                 /* [D, D]: the inverse of the covariance's Cholesky factor */
  double *row, *constant;         /* [K, D]: whitened means; [K] */
  double *part, *room;
  long parts, rooms;
} Fit;

static void scatter(void *context, int thread)
{
  const Fit *f = context;
  for (long first; (first = hand_next(f->h, f->n, BLOCK)) >= 0;) {
    int m = f->n - first < BLOCK ? (int)(f->n - first) : BLOCK;
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, f->d, m, 1, f->x + first * f->d, f->d, 1, f->part + thread * f->parts, f->d);
  }
}

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *moment = f->part + thread * f->parts, *weight = moment + k * d, *loss = weight + k;
  double *z = f->room + thread * f->rooms, *p = z + BLOCK * d, *most = p + (long)k * BLOCK, *total = most + BLOCK;
  for (long first; (first = hand_next(f->h, f->n, BLOCK)) >= 0;) {
    int m = f->n - first < BLOCK ? (int)(f->n - first) : BLOCK;
    const double *x = f->x + first * d;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, d, d, 1, x, d, f->whiten, d, 0, z, d);
    for (int c = 0; c < k; c++)
      for (int i = 0; i < m; i++) p[c * BLOCK + i] = f->constant[c];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, m, d, 1, f->row, d, z, d, 1, p, BLOCK);
    double squares = 0;           /* the point's own square is the same for all components: it goes to the loss alone */
    for (int i = 0; i < m * d; i++) squares += z[i] * z[i];
    *loss += squares / 2 - hand_posterior(p, k, m, BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double sum = 0;
      for (int i = 0; i < m; i++) sum += p[c * BLOCK + i];
      weight[c] += sum;
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, d, m, 1, p, BLOCK, x, d, 1, moment, d);
  }
}

void hand_tied(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  double *mean = hand_read(h, "c0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  double *cov = hand_zeros(d * d), *total = hand_zeros(d * d), *share = hand_zeros(k);
  for (int j = 0; j < d; j++) cov[j * d + j] = 1;
  for (int c = 0; c < k; c++) share[c] = 1 / (double)k;
  long most = k * d > d * d ? k * d : d * d;
  f.parts = (most + k + 1 + 7) / 8 * 8;
  f.rooms = BLOCK * (d + k + 2);
  f.whiten = hand_zeros(d * d);
  f.row = hand_zeros(k * d);
  f.constant = hand_zeros(k);
  f.part = hand_zeros(f.parts * h->threads);
  f.room = hand_zeros(f.rooms * h->threads);
  double *sum = hand_zeros(f.parts), *weight = sum + k * d;

  hand_start(h);
  hand_parallel(h, scatter, &f);
  hand_gather(h, f.part, f.parts, d * d, total);
  for (int it = 0; it < h->iterations; it++) {
    memcpy(f.whiten, cov, (size_t)(d * d) * sizeof *cov);
    double log_det = hand_cholesky(f.whiten, d);
    LAPACKE_dtrtri(LAPACK_ROW_MAJOR, 'L', 'N', d, f.whiten, d);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, f.k, d, d, 1, mean, d, f.whiten, d, 0, f.row, d);
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) t += f.row[c * d + j] * f.row[c * d + j];
      f.constant[c] = log(share[c]) - (t + log_det + d * log(2 * M_PI)) / 2;
    }
    hand_parallel(h, pass, &f);
    hand_gather(h, f.part, f.parts, k * d + k + 1, sum);
    h->loss = weight[k];
    memcpy(cov, total, (size_t)(d * d) * sizeof *cov);
    for (int c = 0; c < k; c++) {
      share[c] = weight[c] / (double)f.n;
      for (int j = 0; j < d; j++) mean[c * d + j] = sum[c * d + j] / weight[c];
      cblas_dsyr(CblasRowMajor, CblasLower, d, -weight[c], mean + c * d, 1, cov, d);
    }
    for (int i = 0; i < d; i++)
      for (int j = 0; j <= i; j++) cov[j * d + i] = cov[i * d + j] /= (double)f.n;
  }
}
