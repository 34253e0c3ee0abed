/* poisson.c: EM for a mixture of products of Poisson distributions.
 * The exponents are x · log(rate)ᵀ - sum of rates; the factorials do not change and are added to the loss once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mixture.h"

static void factorials(void *context, int thread)
{
  const Mixture *f = context;
  double sum = 0;
  int m, sign;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    for (long i = first * f->d; i < (first + m) * f->d; i++) sum += lgamma_r(f->x[i] + 1, &sign);
  }
  *hand_part(&f->work, thread) = sum;
}

void hand_poisson(Hand *h)
{
  Mixture f = { 0 };
  double *rate = mixture_open(&f, h, "c0.npy", 1), once;
  int d = f.d, k = f.k;

  hand_start(h);
  hand_parallel(h, factorials, &f);
  hand_gather(&f.work, 1, &once);
  for (int it = 0; it < h->iterations; it++) {
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) {
        f.row[c * d + j] = log(rate[c * d + j]);
        t += rate[c * d + j];
      }
      f.constant[c] = log(f.share[c]) - t;
    }
    h->loss = once + mixture_pass(&f);
    for (int i = 0; i < k * d; i++) rate[i] = f.sum[i] / f.weight[i / d];
  }
}
