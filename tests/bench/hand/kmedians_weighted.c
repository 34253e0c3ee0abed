/* kmedians_weighted.c: centres under the sum of absolute differences, each moved by one step of iterated weighted means
 * (weights 1 / |x - c|). Blocks are turned so that the distances of many points to one centre run along a row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *centre;
  HandWork work;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *above = hand_part(&f->work, thread), *below = above + k * d, *loss = below + k * d;
  double *turned = hand_room(&f->work, thread), *least = turned + HAND_BLOCK * d, *distance = least + HAND_BLOCK, *label = distance + HAND_BLOCK;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d;
    hand_nearest(x, m, d, f->centre, k, turned, distance, least, label);
    for (int i = 0; i < m; i++) {
      int c = (int)label[i];
      *loss += least[i];
      for (int j = 0; j < d; j++) {
        double s = fabs(x[i * d + j] - f->centre[c * d + j]), w = 1 / (s > 1e-9 ? s : 1e-9);
        above[c * d + j] += w * x[i * d + j];
        below[c * d + j] += w;
      }
    }
  }
}

void hand_kmedians_weighted(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  f.centre = hand_read(h, "c0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  f.work = hand_work(h, 2 * k * d + 1, HAND_BLOCK * (d + 3));
  double *sum = hand_zeros(f.work.parts);

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, 2 * k * d + 1, sum);
    h->loss = sum[2 * k * d];
    for (int i = 0; i < k * d; i++)
      if (sum[k * d + i] > 0) f.centre[i] = sum[i] / sum[k * d + i];
  }
}
