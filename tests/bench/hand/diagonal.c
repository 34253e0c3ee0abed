/* diagonal.c: EM for a mixture of normals with diagonal covariances.
 * (x - m)^2 / v is linear in (x^2, x), so a block [x^2, x] yields all exponents in one product with a matrix of K rows, and
 * the posterior's product with the same block yields all moments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mixture.h"

static void squares(const Mixture *f, const double *x, int m, double *room, const double **exponent, const double **moment, double *loss)
{
  int d = f->d;
  (void)loss;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < d; j++) {
      room[i * 2 * d + j] = x[i * d + j] * x[i * d + j];
      room[i * 2 * d + d + j] = x[i * d + j];
    }
  *exponent = *moment = room;
}

void hand_diagonal(Hand *h)
{
  Mixture f = { .make = squares };
  double *mean = mixture_open(&f, h, "c0.npy", 2);
  int d = f.d, k = f.k;
  double *variance = hand_zeros(k * d);
  for (int i = 0; i < k * d; i++) variance[i] = 1;

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
      f.constant[c] = log(f.share[c]) - t / 2;
    }
    h->loss = mixture_pass(&f);
    for (int c = 0; c < k; c++)
      for (int j = 0; j < d; j++) {
        double m = f.sum[c * 2 * d + d + j] / f.weight[c];
        mean[c * d + j] = m;
        variance[c * d + j] = f.sum[c * 2 * d + j] / f.weight[c] - m * m;
      }
  }
}
