/* bradley_terry.c: strengths of players from a list of games: p = games won / sum over games played of 1 / (p + the other's p).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n, players;
  int *winner, *loser;
  double *p, *part;
  long parts;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  double *below = f->part + thread * f->parts, *loss = below + f->players, ratio[HAND_BLOCK];
  for (long first; (first = hand_next(f->h, f->n, HAND_BLOCK)) >= 0;) {
    int m = f->n - first < HAND_BLOCK ? (int)(f->n - first) : HAND_BLOCK;
    const int *w = f->winner + first, *l = f->loser + first;
    double sum = 0;
    for (int i = 0; i < m; i++) {
      double one = 1 / (f->p[w[i]] + f->p[l[i]]);
      below[w[i]] += one;
      below[l[i]] += one;
      ratio[i] = f->p[w[i]] * one;
    }
    for (int i = 0; i < m; i++) sum += log(ratio[i]);
    *loss -= sum;
  }
}

void hand_bradley_terry(Hand *h)
{
  Fit f = { .h = h };
  double *w = hand_read(h, "w.npy", &f.n, NULL), *l = hand_read(h, "l.npy", &f.n, NULL);
  f.p = hand_read(h, "p0.npy", &f.players, NULL);
  f.parts = (f.players + 1 + 7) / 8 * 8;
  f.part = hand_zeros(f.parts * h->threads);
  f.winner = (int *)(void *)hand_zeros(f.n);
  f.loser = (int *)(void *)hand_zeros(f.n);
  double *won = hand_zeros(f.players), *sum = hand_zeros(f.parts);

  hand_start(h);
  for (long i = 0; i < f.n; i++) {
    f.winner[i] = (int)w[i] - 1;
    f.loser[i] = (int)l[i] - 1;
    won[f.winner[i]]++;
  }
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(h, f.part, f.parts, f.players + 1, sum);
    h->loss = sum[f.players];
    for (long t = 0; t < f.players; t++) if (sum[t] > 0) f.p[t] = won[t] / sum[t];
  }
}
