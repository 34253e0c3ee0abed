/* mixture.c: see mixture.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mixture.h"

double *mixture_open(Mixture *f, Hand *h, const char *start, int rows_per_point)
{
  long k;
  f->h = h;
  f->x = hand_read(h, "x.npy", &f->n, &f->d);
  double *first = hand_read(h, start, &k, NULL);
  f->k = (int)k;
  f->width = rows_per_point * f->d;
  long most = k * f->width > f->d * f->d ? k * f->width : f->d * f->d;      /* a matrix of the data fits as well */
  f->row = hand_zeros(k * f->width);
  f->constant = hand_zeros(k);
  f->share = hand_zeros(k);
  for (int c = 0; c < k; c++) f->share[c] = 1 / (double)k;
  f->work = hand_work(h, most + k + 1, HAND_BLOCK * (f->width + k + 2));
  f->sum = hand_zeros(f->work.parts);
  f->weight = f->sum + k * f->width;
  return first;
}

static void pass(void *context, int thread)
{
  const Mixture *f = context;
  int d = f->d, k = f->k, width = f->width;
  double *moment = hand_part(&f->work, thread), *weight = moment + k * width, *loss = weight + k;
  double *rows = hand_room(&f->work, thread), *p = rows + HAND_BLOCK * width, *most = p + (long)k * HAND_BLOCK, *total = most + HAND_BLOCK;
  int m;
  for (long first; (first = hand_block(f->h, f->n, HAND_BLOCK, &m)) >= 0;) {
    const double *x = f->x + first * d, *of_exponent = x, *of_moment = x;
    if (f->make) f->make(f, x, m, rows, &of_exponent, &of_moment, loss);
    for (int c = 0; c < k; c++)
      for (int i = 0; i < m; i++) p[c * HAND_BLOCK + i] = f->constant[c];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, m, width, 1, f->row, width, of_exponent, width, 1, p, HAND_BLOCK);
    *loss -= hand_posterior(p, k, m, HAND_BLOCK, most, total);
    for (int c = 0; c < k; c++) {
      double sum = 0;
      for (int i = 0; i < m; i++) sum += p[c * HAND_BLOCK + i];
      weight[c] += sum;
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, width, m, 1, p, HAND_BLOCK, of_moment, width, 1, moment, width);
  }
}

double mixture_pass(Mixture *f)
{
  hand_parallel(f->h, pass, f);
  hand_gather(&f->work, f->k * f->width + f->k + 1, f->sum);
  for (int c = 0; c < f->k; c++) f->share[c] = f->weight[c] / (double)f->n;
  return f->weight[f->k];
}
