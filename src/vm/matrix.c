/* matrix.c: batches of small symmetric matrices: Cholesky factor, log-determinant, inverse. Solutions: solve.c.
 * Each is copied to scratch, row-major; orders up to SMALL by the loops here, greater ones by LAPACK.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include "vm/blas_room.h"
#include <lapacke.h>
#include <math.h>

enum { A = SRC, SMALL = 48 };

bool matrix_factor(int64_t n, double *a, double least)
{
  if (n > SMALL) {                       /* row-major lower is column-major upper */
    if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', (lapack_int)n, a, (lapack_int)n) != 0) return false;
    for (int64_t j = 0; j < n; j++)
      if (!(a[j * n + j] * a[j * n + j] > least) || !isfinite(a[j * n + j])) return false;
    return true;
  }
  for (int64_t j = 0; j < n; j++) {
    double *aj = a + j * n, pivot = aj[j];
    for (int64_t k = 0; k < j; k++) pivot -= aj[k] * aj[k];
    if (!(pivot > least) || !isfinite(pivot)) return false;
    double root = sqrt(pivot);
    aj[j] = root;
    for (int64_t i = j + 1; i < n; i++) {
      double *ai = a + i * n, s = ai[j];
      for (int64_t k = 0; k < j; k++) s -= ai[k] * aj[k];
      ai[j] = s / root;
    }
  }
  return true;
}

/* the inverse from the lower factor l, both triangles, into x; l is lost */
static void invert(int64_t n, double *l, double *x)
{
  if (n > SMALL) {
    LAPACKE_dpotri_work(LAPACK_COL_MAJOR, 'U', (lapack_int)n, l, (lapack_int)n);
    for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j <= i; j++) x[i * n + j] = x[j * n + i] = l[i * n + j];
    return;
  }
  for (int64_t j = 0; j < n; j++) {      /* l := l^-1 */
    l[j * n + j] = 1 / l[j * n + j];
    for (int64_t i = j + 1; i < n; i++) {
      double s = 0;
      for (int64_t k = j; k < i; k++) s -= l[i * n + k] * l[k * n + j];
      l[i * n + j] = s / l[i * n + i];
    }
  }
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++) {
      double s = 0;
      for (int64_t k = i; k < n; k++) s += l[k * n + i] * l[k * n + j];
      x[i * n + j] = x[j * n + i] = s;
    }
}

int64_t batch_number(const Step *t, const Walk *w, const Call *c)
{
  int64_t b = 0;
  for (int j = 0; j < t->nkept; j++) {
    const Loop *l = &t->loop[j];
    if (l->tile) b = b * c->worker->machine->program->section[t->section].hi + c->row0 + w->index[j];
    else b = b * l->size + w->index[j];
  }
  return b;
}

bool matrix_copy_in(int64_t n, double *d, const double *p, int64_t sr, int64_t sc)
{
  bool finite = true;
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++) {
      double x = 0.5 * (p[i * sr + j * sc] + p[j * sr + i * sc]);
      d[i * n + j] = d[j * n + i] = x;
      finite &= isfinite(x) != 0;
    }
  return finite;
}

/* loops: the batch (nkept), then row and column */
static void run_cholesky(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept], *col = row + 1;
  int64_t n = row->size;
  double *a = c->worker->scratch, *x = a + n * n;
  Walk w = { 0 };
  do {
    bool good = matrix_copy_in(n, a, c->p[A].f + w.offset[A], row->stride[A], col->stride[A]) && matrix_factor(n, a, 0);
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    if (c->p[0].f) {
      double s = good ? 0 : NAN;
      for (int64_t j = 0; good && j < n; j++) s += log(a[j * n + j]);
      c->p[0].f[w.offset[0]] = 2 * s;
    }
    if (!c->p[1].f) continue;
    double *d = c->p[1].f + w.offset[1];
    if (good) invert(n, a, x);
    for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) d[i * row->stride[1] + j * col->stride[1]] = good ? x[i * n + j] : NAN;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

bool load_matrix(Machine *m, Step *t)
{
  if (blas_room(1) < 1) return false;
  Loop row = t->loop[0], col = t->loop[1];
  int64_t n = row.size;
  for (int j = 2; j < t->nloops; j++) t->loop[j - 2] = t->loop[j];
  t->nkept = t->nloops - 2;
  t->loop[t->nkept] = row;
  t->loop[t->nkept + 1] = col;
  if (t->instr->op == OP_SOLVE_BAND) return load_solve_band(t);
  if (load_spectral(t)) return true;
  if (t->instr->op == OP_SOLVE) return load_solve(m, t);
  t->scratch = 2 * n * n;
  t->run = run_cholesky;
  return true;
}
