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
  double *part, *room;
  long parts, rooms;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *above = f->part + thread * f->parts, *below = above + k * d, *loss = below + k * d;
  double *turned = f->room + thread * f->rooms, *least = turned + HAND_BLOCK * d, *distance = least + HAND_BLOCK, *label = distance + HAND_BLOCK;
  for (long first; (first = hand_next(f->h, f->n, HAND_BLOCK)) >= 0;) {
    int m = f->n - first < HAND_BLOCK ? (int)(f->n - first) : HAND_BLOCK;
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
  f.parts = (2 * k * d + 1 + 7) / 8 * 8;
  f.rooms = HAND_BLOCK * (d + 3);
  f.part = hand_zeros(f.parts * h->threads);
  f.room = hand_zeros(f.rooms * h->threads);
  double *sum = hand_zeros(f.parts);

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(h, f.part, f.parts, 2 * k * d + 1, sum);
    h->loss = sum[2 * k * d];
    for (int i = 0; i < k * d; i++)
      if (sum[k * d + i] > 0) f.centre[i] = sum[i] / sum[k * d + i];
  }
}
