/* bernoulli.c: EM for a mixture of products of Bernoulli distributions (latent classes).
 * log p and log(1 - p) leave one product with the log odds and a constant for each class.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 512 };

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *row, *constant;         /* [K, D]: log odds; [K] */
  double *part, *room;
  long parts, rooms;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *moment = f->part + thread * f->parts, *weight = moment + k * d, *loss = weight + k;
  double *p = f->room + thread * f->rooms, *most = p + (long)k * BLOCK, *total = most + BLOCK;
  for (long first; (first = hand_next(f->h, f->n, BLOCK)) >= 0;) {
    int m = f->n - first < BLOCK ? (int)(f->n - first) : BLOCK;
    const double *x = f->x + first * d;
    for (int c = 0; c < k; c++)
      for (int i = 0; i < m; i++) p[c * BLOCK + i] = f->constant[c];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, m, d, 1, f->row, d, x, d, 1, p, BLOCK);
    *loss -= hand_posterior(p, k, m, BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double sum = 0;
      for (int i = 0; i < m; i++) sum += p[c * BLOCK + i];
      weight[c] += sum;
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, d, m, 1, p, BLOCK, x, d, 1, moment, d);
  }
}

void hand_bernoulli(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  double *chance = hand_read(h, "p0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  double *share = hand_zeros(k);
  for (int c = 0; c < k; c++) share[c] = 1 / (double)k;
  f.parts = (k * d + k + 1 + 7) / 8 * 8;
  f.rooms = BLOCK * (k + 2);
  f.row = hand_zeros(k * d);
  f.constant = hand_zeros(k);
  f.part = hand_zeros(f.parts * h->threads);
  f.room = hand_zeros(f.rooms * h->threads);
  double *sum = hand_zeros(f.parts), *weight = sum + k * d;

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) {
        double p = chance[c * d + j];
        f.row[c * d + j] = log(p / (1 - p));
        t += log1p(-p);
      }
      f.constant[c] = log(share[c]) + t;
    }
    hand_parallel(h, pass, &f);
    hand_gather(h, f.part, f.parts, k * d + k + 1, sum);
    h->loss = weight[k];
    for (int c = 0; c < k; c++) {
      share[c] = weight[c] / (double)f.n;
      for (int j = 0; j < d; j++) chance[c * d + j] = sum[c * d + j] / weight[c];
    }
  }
}
