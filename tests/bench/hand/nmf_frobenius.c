/* nmf_frobenius.c: nonnegative factors of a dense matrix under squared error, by Lee and Seung's bound, touched once an
 * iteration: a' = a up / (a BBᵀ) with up = V·Bᵀ, then b' = b (A'ᵀV) / (QB) with Q = (a'^2 / a)ᵀ·A. Only V·Bᵀ and A'ᵀ·V touch
 * the data; everything else is of the rank's size. The loss follows from both without another look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

enum { BLOCK = 128 };

typedef struct Fit {
  Hand *h;
  long n;
  int m, k;
  const double *v;
  double *a, *b, *gram, *square;  /* [N, K], [K, M], [K, K]: B·Bᵀ; the data's sum of squares, once */
  HandWork work;            /* of each thread: A'ᵀ·V, Q, the loss's terms; blocks */
} Fit;

static void squares(void *context, int thread)
{
  const Fit *f = context;
  double sum = 0;
  int rows;
  for (long first; (first = hand_block(f->h, f->n, BLOCK, &rows)) >= 0;)
    for (long i = first * f->m; i < (first + rows) * f->m; i++) sum += f->v[i] * f->v[i];
  *hand_part(&f->work, thread) = sum;
}

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int m = f->m, k = f->k;
  double *cross = hand_part(&f->work, thread), *own = cross + (long)k * m, *loss = own + k * k;
  double *up = hand_room(&f->work, thread), *down = up + BLOCK * k;
  int rows;
  for (long first; (first = hand_block(f->h, f->n, BLOCK, &rows)) >= 0;) {
    const double *v = f->v + first * m;
    double *a = f->a + first * k, sum = 0;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, k, m, 1, v, m, f->b, m, 0, up, k);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, k, k, 1, a, k, f->gram, k, 0, down, k);
    for (int i = 0; i < rows * k; i++) {
      double old = a[i], step = up[i] / down[i];
      sum += old * (down[i] - 2 * up[i]);
      a[i] = old * step;
      up[i] = old;
      down[i] = a[i] * step;
    }
    *loss += sum;
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, m, rows, 1, a, k, v, m, 1, cross, m);
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, k, rows, 1, down, k, up, k, 1, own, k);
  }
}

void hand_nmf_frobenius(Hand *h)
{
  Fit f = { .h = h };
  long k;
  f.v = hand_read(h, "v.npy", &f.n, &f.m);
  f.a = hand_read(h, "a0.npy", &f.n, &f.k);
  f.b = hand_read(h, "b0.npy", &k, NULL);
  int m = f.m;
  f.gram = hand_zeros(k * k);
  f.work = hand_work(h, k * m + k * k + 1, BLOCK * 2 * k);
  double *sum = hand_zeros(f.work.parts), *down = hand_zeros(k * m), once;

  hand_start(h);
  hand_parallel(h, squares, &f);
  hand_gather(&f.work, 1, &once);
  for (int it = 0; it < h->iterations; it++) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, f.k, f.k, m, 1, f.b, m, f.b, m, 0, f.gram, f.k);
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, k * m + k * k + 1, sum);
    h->loss = once + sum[k * m + k * k];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, f.k, m, f.k, 1, sum + k * m, f.k, f.b, m, 0, down, m);
    for (long i = 0; i < k * m; i++) f.b[i] *= sum[i] / down[i];
  }
}
