/* kmedians_weighted.c: centres under the sum of absolute differences, each moved by one step of iterated weighted means
 * (weights 1 / |x - c|). Blocks are turned so that the distances of many points to one centre run along a row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"
#include <float.h>

enum { BLOCK = 512 };

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
  double *turned = f->room + thread * f->rooms, *least = turned + BLOCK * d, *distance = least + BLOCK, *label = distance + BLOCK;
  for (long first; (first = hand_next(f->h, f->n, BLOCK)) >= 0;) {
    int m = f->n - first < BLOCK ? (int)(f->n - first) : BLOCK;
    const double *x = f->x + first * d;
    for (int i = 0; i < m; i++)
      for (int j = 0; j < d; j++) turned[j * BLOCK + i] = x[i * d + j];
    for (int i = 0; i < m; i++) least[i] = DBL_MAX;
    for (int c = 0; c < k; c++) {
      const double *centre = f->centre + c * d;
      memset(distance, 0, BLOCK * sizeof *distance);
      for (int j = 0; j < d; j++)
        for (int i = 0; i < m; i++) distance[i] += fabs(turned[j * BLOCK + i] - centre[j]);
      for (int i = 0; i < m; i++) {
        label[i] = distance[i] < least[i] ? c : label[i];
        least[i] = distance[i] < least[i] ? distance[i] : least[i];
      }
    }
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
  f.rooms = BLOCK * (d + 3);
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
