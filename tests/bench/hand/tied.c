/* tied.c: EM for a mixture of normals with one covariance.
 * Points are whitened once per iteration, after which all distances are one product. The posteriors of a point add up to 1,
 * so that the covariance is the data's scatter, computed once, less the scatter of the means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mixture.h"

static void scatter(void *context, int thread)
{
  const Mixture *f = context;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, f->d, m, 1, f->x + first * f->d, f->d, 1, hand_part(&f->work, thread), f->d);
  }
}

/* model: the inverse of the covariance's Cholesky factor */
static void whiten(const Mixture *f, const double *x, int m, double *room, const double **exponent, const double **moment, double *loss)
{
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, f->d, f->d, 1, x, f->d, f->model, f->d, 0, room, f->d);
  double squares = 0;             /* the point's own square is the same for all components: it goes to the loss alone */
  for (int i = 0; i < m * f->d; i++) squares += room[i] * room[i];
  *loss += squares / 2;
  *exponent = room;
  *moment = x;
}

void hand_tied(Hand *h)
{
  Mixture f = { .make = whiten };
  double *mean = mixture_open(&f, h, "c0.npy", 1);
  int d = f.d, k = f.k;
  double *cov = hand_zeros(d * d), *total = hand_zeros(d * d), *factor = hand_zeros(d * d);
  for (int j = 0; j < d; j++) cov[j * d + j] = 1;
  f.model = factor;

  hand_start(h);
  hand_parallel(h, scatter, &f);
  hand_gather(&f.work, d * d, total);
  for (int it = 0; it < h->iterations; it++) {
    memcpy(factor, cov, (size_t)(d * d) * sizeof *cov);
    double log_det = hand_cholesky(factor, d);
    LAPACKE_dtrtri(LAPACK_ROW_MAJOR, 'L', 'N', d, factor, d);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, d, d, 1, mean, d, factor, d, 0, f.row, d);
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) t += f.row[c * d + j] * f.row[c * d + j];
      f.constant[c] = log(f.share[c]) - (t + log_det + d * log(2 * M_PI)) / 2;
    }
    h->loss = mixture_pass(&f);
    memcpy(cov, total, (size_t)(d * d) * sizeof *cov);
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) mean[c * d + j] = f.sum[c * d + j] / f.weight[c];
      cblas_dsyr(CblasRowMajor, CblasLower, d, -f.weight[c], mean + c * d, 1, cov, d);
    }
    for (int i = 0; i < d; i++)
      for (int j = 0; j <= i; j++) cov[j * d + i] = cov[i * d + j] /= (double)f.n;
  }
}
