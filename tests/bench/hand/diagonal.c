/* diagonal.c: EM for a mixture of normals with diagonal covariances.
 * (x - m)^2 / v is linear in (x^2, x), so a block [x^2, x] yields all exponents in one product with a matrix of K rows, and
 * the posterior's product with the same block yields all moments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 512 };

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *row, *constant;         /* [K, 2D], [K]: the exponents */
  double *part, *room;            /* of each thread: K * 2D moments, K weights, the loss; and its blocks */
  long parts, rooms;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *moment = f->part + thread * f->parts, *weight = moment + k * 2 * d, *loss = weight + k;
  double *block = f->room + thread * f->rooms, *p = block + BLOCK * 2 * d, *most = p + (long)k * BLOCK, *total = most + BLOCK;
  for (long first; (first = hand_next(f->h, f->n, BLOCK)) >= 0;) {
    int m = f->n - first < BLOCK ? (int)(f->n - first) : BLOCK;
    const double *x = f->x + first * d;
    for (int i = 0; i < m; i++)
      for (int j = 0; j < d; j++) {
        block[i * 2 * d + j] = x[i * d + j] * x[i * d + j];
        block[i * 2 * d + d + j] = x[i * d + j];
      }
    for (int c = 0; c < k; c++)
      for (int i = 0; i < m; i++) p[c * BLOCK + i] = f->constant[c];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, m, 2 * d, 1, f->row, 2 * d, block, 2 * d, 1, p, BLOCK);
    *loss -= hand_posterior(p, k, m, BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double sum = 0;
      for (int i = 0; i < m; i++) sum += p[c * BLOCK + i];
      weight[c] += sum;
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, 2 * d, m, 1, p, BLOCK, block, 2 * d, 1, moment, 2 * d);
  }
}

void hand_diagonal(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  double *mean = hand_read(h, "c0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  double *variance = hand_zeros(k * d), *share = hand_zeros(k);
  for (int i = 0; i < k * d; i++) variance[i] = 1;
  for (int c = 0; c < k; c++) share[c] = 1 / (double)k;
  f.parts = (k * 2 * d + k + 1 + 7) / 8 * 8;
  f.rooms = BLOCK * (2 * d + k + 2);
  f.row = hand_zeros(k * 2 * d);
  f.constant = hand_zeros(k);
  f.part = hand_zeros(f.parts * h->threads);
  f.room = hand_zeros(f.rooms * h->threads);
  double *sum = hand_zeros(f.parts), *weight = sum + k * 2 * d;

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) {
        double v = variance[c * d + j], m = mean[c * d + j];
        f.row[c * 2 * d + j] = -0.5 / v;
        f.row[c * 2 * d + d + j] = m / v;
        t += m * m / v + log(2 * M_PI * v);
      }
      f.constant[c] = log(share[c]) - t / 2;
    }
    hand_parallel(h, pass, &f);
    hand_gather(h, f.part, f.parts, k * 2 * d + k + 1, sum);
    h->loss = weight[k];
    for (int c = 0; c < k; c++) {
      share[c] = weight[c] / (double)f.n;
      for (int j = 0; j < d; j++) {
        double m = sum[c * 2 * d + d + j] / weight[c];
        mean[c * d + j] = m;
        variance[c * d + j] = sum[c * 2 * d + j] / weight[c] - m * m;
      }
    }
  }
}
