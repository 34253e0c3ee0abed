/* bradley_terry.c: strengths of players from a list of games: p = games won / sum over games played of 1 / (p + the other's p).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n, players;
  int *winner, *loser;
  double *p;
  HandWork work;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  double *below = hand_part(&f->work, thread), *loss = below + f->players, ratio[HAND_BLOCK];
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
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
  f.work = hand_work(h, f.players + 1, 0);
  f.winner = (int *)(void *)hand_zeros(f.n);
  f.loser = (int *)(void *)hand_zeros(f.n);
  double *won = hand_zeros(f.players), *sum = hand_zeros(f.work.parts);

  hand_start(h);
  for (long i = 0; i < f.n; i++) {
    f.winner[i] = (int)w[i] - 1;
    f.loser[i] = (int)l[i] - 1;
    won[f.winner[i]]++;
  }
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, f.players + 1, sum);
    h->loss = sum[f.players];
    for (long t = 0; t < f.players; t++) if (sum[t] > 0) f.p[t] = won[t] / sum[t];
  }
}
