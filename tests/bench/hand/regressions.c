/* regressions.c: EM for a mixture of linear regressions: K weighted normal equations, their right sides by-products.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"

typedef struct Fit {
  Hand *h;
  long n;
  int d, k;
  const double *x, *y;
  double *b, *variance, *share;   /* [K, D], [K], [K] */
  HandWork work;
} Fit;

static void pass(void *context, int thread)
{
  const Fit *f = context;
  int d = f->d, k = f->k;
  double *square = hand_part(&f->work, thread), *cross = square + k * d * d, *own = cross + k * d, *weight = own + k, *loss = weight + k;
  double *z = hand_room(&f->work, thread), *p = z + HAND_BLOCK * d, *q = p + (long)k * HAND_BLOCK, *most = q + (long)k * HAND_BLOCK, *total = most + HAND_BLOCK;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d, *y = f->y + first;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, m, d, 1, f->b, d, x, d, 0, p, HAND_BLOCK);
    for (int c = 0; c < k; c++) {
      double constant = log(f->share[c]) - log(2 * M_PI * f->variance[c]) / 2, half = 0.5 / f->variance[c], *pc = p + c * HAND_BLOCK;
      for (int i = 0; i < m; i++) pc[i] = constant - half * (y[i] - pc[i]) * (y[i] - pc[i]);
    }
    *loss -= hand_posterior(p, k, m, HAND_BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double *r = p + c * HAND_BLOCK, *ry = q + c * HAND_BLOCK, sum = 0, squares = 0;
      for (int i = 0; i < m; i++) {
        sum += r[i];
        ry[i] = r[i] * y[i];
        squares += ry[i] * y[i];
      }
      weight[c] += sum;
      own[c] += squares;
      for (int i = 0; i < m; i++)
        for (int j = 0; j < d; j++) z[i * d + j] = r[i] * x[i * d + j];
      cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, d, m, 1, z, d, x, d, 1, square + (long)c * d * d, d);
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, d, m, 1, q, HAND_BLOCK, x, d, 1, cross, d);
  }
}

void hand_regressions(Hand *h)
{
  Fit f = { .h = h };
  long k, n;
  f.x = hand_read(h, "x.npy", &f.n, &f.d);
  f.y = hand_read(h, "y.npy", &n, NULL);
  f.b = hand_read(h, "b0.npy", &k, NULL);
  int d = f.d;
  f.k = (int)k;
  f.variance = hand_zeros(k);
  f.share = hand_zeros(k);
  for (int c = 0; c < k; c++) {
    f.share[c] = 1 / (double)k;
    f.variance[c] = 1;
  }
  f.work = hand_work(h, k * d * d + k * d + 2 * k + 1, HAND_BLOCK * (d + 2 * k + 2));
  double *sum = hand_zeros(f.work.parts), *cross = sum + k * d * d, *own = cross + k * d, *weight = own + k, *factor = hand_zeros(d * d);

  hand_start(h);
  for (int it = 0; it < h->iterations; it++) {
    hand_parallel(h, pass, &f);
    hand_gather(&f.work, k * d * d + k * d + 2 * k + 1, sum);
    h->loss = weight[k];
    for (int c = 0; c < k; c++) {
      double *b = f.b + c * d, *s = sum + (long)c * d * d, residual = own[c];
      memcpy(factor, s, (size_t)(d * d) * sizeof *s);
      memcpy(b, cross + c * d, (size_t)d * sizeof *b);
      LAPACKE_dposv(LAPACK_ROW_MAJOR, 'L', d, 1, factor, d, b, 1);
      for (int j = 0; j < d; j++) residual -= b[j] * cross[c * d + j];    /* at the solution, b S b = b · cross */
      f.variance[c] = residual / weight[c];
      f.share[c] = weight[c] / (double)f.n;
    }
  }
}
