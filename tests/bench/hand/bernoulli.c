/* bernoulli.c: EM for a mixture of products of Bernoulli distributions (latent classes).
 * log p and log(1 - p) leave one product with the log odds and a constant for each class.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mixture.h"

void hand_bernoulli(Hand *h)
{
  Mixture f = { 0 };
  double *chance = mixture_open(&f, h, "p0.npy", 1);
  int d = f.d, k = f.k;

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    for (int c = 0; c < k; c++) {
      double t = 0;
      for (int j = 0; j < d; j++) {
        double p = chance[c * d + j];
        f.row[c * d + j] = log(p / (1 - p));
        t += log1p(-p);
      }
      f.constant[c] = log(f.share[c]) + t;
    }
    h->loss = mixture_pass(&f);
    for (int i = 0; i < k * d; i++) chance[i] = f.sum[i] / f.weight[i / d];
  }
}
