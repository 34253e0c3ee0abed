/* matrix.c: batches of small symmetric matrices: Cholesky factor, log-determinant, inverse, solutions.
 * Each is copied to scratch, row-major; orders up to SMALL by the loops here, greater ones by LAPACK.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { A = SRC, H = SRC + 1, SMALL = 48 };

/* lower factor in place (the upper part is left alone); false: a pivot is not above `least` or not a number */
static bool factor(int64_t n, double *a, double least)
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
    bool good = matrix_copy_in(n, a, c->p[A].f + w.offset[A], row->stride[A], col->stride[A]) && factor(n, a, 0);
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

/* x = pseudo-inverse of a times h by eigenvalues; a is lost. v: scratch of n. False if LAPACK fails */
static bool least_norm(int64_t n, double *a, const double *h, double *x, double *v, double *work, int64_t lwork)
{
  if (LAPACKE_dsyev_work(LAPACK_COL_MAJOR, 'V', 'U', (lapack_int)n, a, (lapack_int)n, v, work, (lapack_int)lwork) != 0) return false;
  double top = fmax(fabs(v[0]), fabs(v[n - 1]));
  memset(x, 0, (size_t)n * sizeof *x);
  for (int64_t k = 0; k < n; k++) {      /* eigenvector k is the k-th row of a seen row-major */
    if (fabs(v[k]) <= (double)n * DBL_EPSILON * top) continue;
    double s = 0;
    for (int64_t i = 0; i < n; i++) s += a[k * n + i] * h[i];
    for (int64_t i = 0; i < n; i++) x[i] += s / v[k] * a[k * n + i];
  }
  return true;
}

/* Solves with the matrix scaled to a unit diagonal, so that units of the unknowns do not look like singularity. Where it is
 * singular: the least-norm solution, in the given units if that solves the system, else in the scaled ones. */
static bool solve(int64_t n, const double *a0, const double *h, double *x, double *scratch)
{
  double *a = scratch, *scale = a + n * n, *g = scale + n, *v = g + n, *work = v + n;
  int64_t lwork = 8 * n + 8;
  for (int64_t i = 0; i < n; i++) scale[i] = a0[i * n + i] > 0 ? 1 / sqrt(a0[i * n + i]) : 1;
  for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) a[i * n + j] = a0[i * n + j] * scale[i] * scale[j];
  if (factor(n, a, (double)n * DBL_EPSILON)) {
    for (int64_t i = 0; i < n; i++) g[i] = h[i] * scale[i];
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, a, (int)n, g, 1);
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, (int)n, a, (int)n, g, 1);
    for (int64_t i = 0; i < n; i++) x[i] = g[i] * scale[i];
    return true;
  }
  memcpy(a, a0, (size_t)(n * n) * sizeof *a);
  if (!least_norm(n, a, h, x, v, work, lwork)) return false;
  double off = 0, size = 0;
  for (int64_t i = 0; i < n; i++) {
    double s = -h[i];
    for (int64_t j = 0; j < n; j++) s += a0[i * n + j] * x[j];
    off += s * s * scale[i] * scale[i];
    size += h[i] * h[i] * scale[i] * scale[i];
  }
  if (off <= 1e-16 * size) return true;
  for (int64_t i = 0; i < n; i++) {
    g[i] = h[i] * scale[i];
    for (int64_t j = 0; j < n; j++) a[i * n + j] = a0[i * n + j] * scale[i] * scale[j];
  }
  if (!least_norm(n, a, g, x, v, work, lwork)) return false;
  for (int64_t i = 0; i < n; i++) x[i] *= scale[i];
  return true;
}

static void run_solve(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept], *col = row + 1;
  int64_t n = row->size;
  double *a = c->worker->scratch, *h = a + n * n, *x = h + n, *rest = x + n;
  Walk w = { 0 };
  do {
    bool good = matrix_copy_in(n, a, c->p[A].f + w.offset[A], row->stride[A], col->stride[A]);
    for (int64_t i = 0; i < n; i++) {
      h[i] = c->p[H].f[w.offset[H] + i * row->stride[H]];
      good &= isfinite(h[i]) != 0;
    }
    if (!(good && solve(n, a, h, x, rest))) {
      machine_fault(c->worker->machine, t, batch_number(t, &w, c));
      for (int64_t i = 0; i < n; i++) x[i] = NAN;
    }
    for (int64_t i = 0; i < n; i++) c->p[0].f[w.offset[0] + i * row->stride[0]] = x[i];
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

bool load_matrix(Machine *m, Step *t)
{
  (void)m;
  Loop row = t->loop[0], col = t->loop[1];
  int64_t n = row.size;
  for (int j = 2; j < t->nloops; j++) t->loop[j - 2] = t->loop[j];
  t->nkept = t->nloops - 2;
  t->loop[t->nkept] = row;
  t->loop[t->nkept + 1] = col;
  if (t->instr->op == OP_SOLVE_BAND) { load_solve_band(t); return true; }
  if (load_spectral(t)) return true;
  bool solves = t->instr->op == OP_SOLVE;
  t->scratch = solves ? 2 * n * n + 16 * n + 16 : 2 * n * n;
  t->run = solves ? run_solve : run_cholesky;
  return true;
}
