/* kmedians.c: centres under the sum of absolute differences, each moved to the medians of its points: one pass finds the
 * nearest centres, then each coordinate of each cluster is gathered and its median selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x;
  double *centre;
  double *place;                  /* [N]: which centre */
  long *start, *member;           /* [K + 1], [N]: the points by centre */
  HandWork work;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *loss = hand_part(&f->work, thread), *turned = hand_room(&f->work, thread), *least = turned + HAND_BLOCK * d, *distance = least + HAND_BLOCK;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d;
    double *place = f->place + first, sum = 0;
    hand_nearest(x, m, d, f->centre, k, turned, distance, least, place);
    for (int i = 0; i < m; i++) sum += least[i];
    *loss += sum;
  }
}

/* the number that comes at place `want` when a[0..n-1] are sorted; a is reordered */
static double select_number(double *a, long n, long want)
{
  for (long lo = 0, hi = n - 1; lo < hi;) {
    double pivot = a[lo + (hi - lo) / 2];
    long i = lo, j = hi;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        double swap = a[i];
        a[i++] = a[j];
        a[j--] = swap;
      }
    }
    if (want <= j) hi = j;
    else if (want >= i) lo = i;
    else return a[want];
  }
  return a[want];
}

static void medians(void *context, int thread)
{
  const Fit *f = context;
  double *values = hand_room(&f->work, thread);
  for (long job; (job = hand_next(f->h, (long)f->k * f->d, 1)) >= 0;) {
    long c = job / f->d, j = job % f->d, begin = f->start[c], n = f->start[c + 1] - begin;
    for (long i = 0; i < n; i++) values[i] = f->x[f->member[begin + i] * f->d + j];
    if (!n) continue;
    double lower = select_number(values, n, (n - 1) / 2), upper = lower;
    if (n % 2 == 0) upper = values[n / 2];
    for (long i = n / 2; n % 2 == 0 && i < n; i++) upper = values[i] < upper ? values[i] : upper;
    f->centre[job] = (lower + upper) / 2;
  }
}

void hand_kmedians(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  f.centre = hand_read(h, "c0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  f.place = hand_zeros(f.n);
  f.member = (long *)(void *)hand_zeros(f.n);
  f.start = (long *)(void *)hand_zeros(k + 1);
  long *next = (long *)(void *)hand_zeros(k + 1);
  f.work = hand_work(h, 1, f.n > HAND_BLOCK * (d + 2) ? f.n : HAND_BLOCK * (d + 2));

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, 1, &h->loss);
    memset(f.start, 0, (size_t)(k + 1) * sizeof *f.start);
    for (long i = 0; i < f.n; i++) f.start[(long)f.place[i] + 1]++;
    for (long c = 0; c < k; c++) next[c] = f.start[c + 1] += f.start[c];
    memmove(next + 1, next, (size_t)k * sizeof *next);
    next[0] = 0;
    for (long i = 0; i < f.n; i++) f.member[next[(long)f.place[i]]++] = i;
    hand_parallel(h, medians, &f);
  }
}
