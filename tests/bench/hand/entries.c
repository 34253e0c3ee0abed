/* entries.c: factors of a matrix of which a list of entries is known, squared error with a ridge: alternating least squares, for each
 * row of a factor the products of the other factor's rows that it meets.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Side { long n; int *label; double *factor; } Side;

typedef struct Fit {
  Hand *h;
  long n;
  int k;
  const double *y;
  Side side[2];
  int now;                        /* the side that is solved for */
  HandWork work;                  /* for each of its rows products and right sides; the loss */
  double *sum;
} Fit;

static const double ridge = 0.1;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  const Side *own = &f->side[f->now], *other = &f->side[1 - f->now];
  int k = f->k, m;
  double *square = hand_part(&f->work, thread), *right = square + own->n * k * k, *loss = right + own->n * k;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    double sum = 0;
    for (long i = first; i < first + m; i++) {
      const double *p = own->factor + (long)own->label[i] * k, *q = other->factor + (long)other->label[i] * k;
      double *s = square + (long)own->label[i] * k * k, *r = right + (long)own->label[i] * k, off = f->y[i];
      for (int a = 0; a < k; a++) off -= p[a] * q[a];
      sum += off * off;
      for (int a = 0; a < k; a++) {
        r[a] += f->y[i] * q[a];
        for (int b = 0; b < k; b++) s[a * k + b] += q[a] * q[b];
      }
    }
    *loss += sum;
  }
}

static void solve(void *context, int thread)
{
  const Fit *f = context;
  const Side *own = &f->side[f->now];
  int k = f->k, m;
  (void)thread;
  for (long first; (first = hand_block(f->h, own->n, 64, &m)) >= 0;)
    for (long t = first; t < first + m; t++) {
      double *s = f->sum + t * k * k, *r = f->sum + own->n * k * k + t * k;
      for (int a = 0; a < k; a++) s[a * k + a] += ridge;
      LAPACKE_dposv_work(LAPACK_COL_MAJOR, 'L', k, 1, s, k, r, k);
      memcpy(own->factor + t * k, r, (size_t)k * sizeof *r);
    }
}

static double squares(const Side *s, int k)
{
  double sum = 0;
  for (long i = 0; i < s->n * k; i++) sum += s->factor[i] * s->factor[i];
  return sum;
}

void hand_entries(Hand *h)
{
  Fit f = { .h = h };
  double *label[2] = { hand_read(h, "u.npy", &f.n, NULL), hand_read(h, "i.npy", &f.n, NULL) };
  f.y = hand_read(h, "r.npy", &f.n, NULL);
  for (int s = 0; s < 2; s++) {
    f.side[s].factor = hand_read(h, s ? "q0.npy" : "p0.npy", &f.side[s].n, &f.k);
    f.side[s].label = (int *)(void *)hand_zeros(f.n);
  }
  long rows = f.side[0].n > f.side[1].n ? f.side[0].n : f.side[1].n;
  f.work = hand_work(h, rows * (f.k + 1) * f.k + 1, 0);
  f.sum = hand_zeros(f.work.parts);

  hand_start(h);
  for (int s = 0; s < 2; s++) for (long i = 0; i < f.n; i++) f.side[s].label[i] = (int)label[s][i] - 1;
  for (int it = 0; it < h->iterations; it++)
    for (f.now = 0; f.now < 2; f.now++) {
      long n = f.side[f.now].n * (f.k + 1) * f.k;
      hand_parallel(h, pass, &f);
      hand_gather(&f.work, n + 1, f.sum);
      if (f.now == 0) h->loss = f.sum[n] + ridge * (squares(&f.side[0], f.k) + squares(&f.side[1], f.k));
      hand_parallel(h, solve, &f);
    }
}
