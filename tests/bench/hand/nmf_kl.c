/* nmf_kl.c: nonnegative factors of a dense matrix under the generalised Kullback-Leibler divergence, by Lee and Seung's
 * bound, touched once an iteration: V / AB serves the step of A and the step of B while it is in cache.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 64 };

typedef struct Fit {
  Hand *h;
  long n;
  int m, k;
  const double *v;
  double *a, *b, *row;            /* [N, K], [K, M], [K]: sums of B's rows */
  HandWork work;            /* of each thread: Aᵀ·(V / AB), sums of A's new columns, the loss; blocks */
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int m = f->m, k = f->k;
  double *cross = hand_part(&f->work, thread), *column = cross + (long)k * m, *loss = column + k;
  double *ratio = hand_room(&f->work, thread), *up = ratio + (long)BLOCK * m;
  int rows;
  for (long first; (first = hand_block(f->h, f->n, BLOCK, &rows)) >= 0;) {
    const double *v = f->v + first * m;
    double *a = f->a + first * k, sum = 0;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, m, k, 1, a, k, f->b, m, 0, ratio, m);
    for (long i = 0; i < (long)rows * m; i++) {
      sum -= v[i] * log(ratio[i]);
      ratio[i] = v[i] / ratio[i];
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, k, m, 1, ratio, m, f->b, m, 0, up, k);
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, m, rows, 1, a, k, ratio, m, 1, cross, m);
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < k; j++) {
        sum += a[i * k + j] * f->row[j];
        a[i * k + j] *= up[i * k + j] / f->row[j];
        column[j] += a[i * k + j];
      }
    *loss += sum;
  }
}

void hand_nmf_kl(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.v = hand_read(h, "v.npy", &f.n, &f.m);
  f.a = hand_read(h, "a0.npy", &f.n, &f.k);
  f.b = hand_read(h, "b0.npy", &k, NULL);
  int m = f.m;
  f.row = hand_zeros(k);
  f.work = hand_work(h, k * m + k + 1, (long)BLOCK * (m + k));
  double *sum = hand_zeros(f.work.parts), *column = sum + k * m;

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    for (int j = 0; j < k; j++) {
      double t = 0;
      for (int i = 0; i < m; i++) t += f.b[(long)j * m + i];
      f.row[j] = t;
    }
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, k * m + k + 1, sum);
    h->loss = column[k];
    for (int j = 0; j < k; j++)
      for (int i = 0; i < m; i++) f.b[(long)j * m + i] *= sum[(long)j * m + i] / column[j];
  }
}
