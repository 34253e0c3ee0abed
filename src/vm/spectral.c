/* spectral.c: batches of eigenvalues, singular values and what is put together from them, by LAPACK; and places in sorted order.
 * Each matrix is copied to scratch, row-major.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/descent.h"
#include "base/share.h"
#include "base/transport.h"
#include "vm/internal.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

enum { A = SRC, W = SRC + 1 };

/* loops of all here: the batch (nkept), then row and column */
typedef struct Shape { const Loop *row, *col; int64_t n, d, least; } Shape;

static Shape shape_of(const Step *t)
{
  const Loop *row = &t->loop[t->nkept], *col = row + 1;
  return (Shape){ row, col, row->size, col->size, row->size < col->size ? row->size : col->size };
}

static bool copy_any(const Call *c, const Walk *w, const Shape *s, double *a)
{
  const double *from = c->p[A].f + w->offset[A];
  bool finite = true;
  for (int64_t i = 0; i < s->n; i++)
    for (int64_t j = 0; j < s->d; j++) {
      a[i * s->d + j] = from[i * s->row->stride[A] + j * s->col->stride[A]];
      finite &= isfinite(a[i * s->d + j]) != 0;
    }
  return finite;
}

/* the greatest component of each vector is positive, so that the same matrix has the same vectors everywhere */
static double sign_of(const double *v, int64_t n)
{
  int64_t top = 0;
  for (int64_t i = 1; i < n; i++) if (fabs(v[i]) > fabs(v[top])) top = i;
  return v[top] < 0 ? -1 : 1;
}

static void run_eigen(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  int64_t n = s.n;
  double *a = c->worker->scratch, *v = a + n * n, *work = v + n;
  Walk w = { 0 };
  do {
    bool good = matrix_copy_in(n, a, c->p[A].f + w.offset[A], s.row->stride[A], s.col->stride[A]) &&
                LAPACKE_dsyev_work(LAPACK_COL_MAJOR, c->p[1].f ? 'V' : 'N', 'U', (lapack_int)n, a, (lapack_int)n, v, work, (lapack_int)(8 * n + 8)) == 0;
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    for (int64_t k = 0; k < n && c->p[0].f; k++) c->p[0].f[w.offset[0] + k * s.row->stride[0]] = good ? v[k] : NAN;
    for (int64_t k = 0; k < n && c->p[1].f; k++) {         /* eigenvector k is the k-th row of a seen row-major */
      double turn = good ? sign_of(a + k * n, n) : NAN;
      for (int64_t i = 0; i < n; i++) c->p[1].f[w.offset[1] + i * s.row->stride[1] + k * s.col->stride[1]] = turn * a[k * n + i];
    }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* Singular values of the n x d matrix a, and for a job of 'S' its u (n x least) and v' (least x d), all row-major: LAPACK sees the transposes, so
 * that u and v' change places. In the room behind, without a call for memory; what LAPACK wants of it is asked when the step is loaded. */
static bool decompose(const Shape *s, char job, double *a, double *values, double *u, double *v, double *room, int64_t wanted)
{
  lapack_int n = (lapack_int)s->n, d = (lapack_int)s->d, k = (lapack_int)s->least, got = (lapack_int)wanted;
  return LAPACKE_dgesdd_work(LAPACK_COL_MAJOR, job, d, n, a, d, values, v, d, u, k, room, got, (lapack_int *)(void *)(room + wanted)) == 0;
}

/* doubles of that room: LAPACK's own, and behind them 8 whole numbers for each singular value; 0: too many */
static int64_t lapack_wants(const Shape *s, char job)
{
  lapack_int n = (lapack_int)s->n, d = (lapack_int)s->d, k = (lapack_int)s->least, whole;
  double best = 0, unused = 0;
  if (n != s->n || d != s->d || LAPACKE_dgesdd_work(LAPACK_COL_MAJOR, job, d, n, &unused, d, &unused, &unused, d, &unused, k, &best, -1, &whole) != 0) return 0;
  return (int64_t)best + 1;
}

static int64_t room_of(const Shape *s, int64_t wanted) { return wanted + (8 * s->least * (int64_t)sizeof(lapack_int) + 7) / 8; }

/* scratch: matrix, values, LAPACK's room */
static void run_singular(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  double *a = c->worker->scratch, *v = a + s.n * s.d, *room = v + s.least;
  int64_t wanted = t->scratch - (room - a) - room_of(&s, 0);
  Walk w = { 0 };
  do {
    bool good = copy_any(c, &w, &s, a) && decompose(&s, 'N', a, v, NULL, NULL, room, wanted);
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    for (int64_t k = 0; k < s.n; k++) c->p[0].f[w.offset[0] + k * s.row->stride[0]] = !good ? NAN : k < s.least ? v[k] : 0;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* u diag(w) v'; the polar factor has w = 1. scratch: matrix, u, v', values, LAPACK's room */
static void run_recompose(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  int64_t k = s.least;
  double *a = c->worker->scratch, *u = a + s.n * s.d, *v = u + s.n * k, *values = v + k * s.d, *room = values + k;
  int64_t wanted = t->scratch - (room - a) - room_of(&s, 0);
  bool weighted = t->operand[W].reg != 0;
  Walk w = { 0 };
  do {
    double *to = c->p[0].f + w.offset[0];
    bool good = copy_any(c, &w, &s, a) && decompose(&s, 'S', a, values, u, v, room, wanted);
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    for (int64_t l = 0; l < k; l++) values[l] = weighted ? c->p[W].f[w.offset[W] + l * s.row->stride[W]] : 1;
    for (int64_t i = 0; i < s.n; i++)
      for (int64_t j = 0; j < s.d; j++) {
        double x = good ? 0 : NAN;
        for (int64_t l = 0; good && l < k; l++) x += u[i * k + l] * values[l] * v[l * s.d + j];
        to[i * s.row->stride[0] + j * s.col->stride[0]] = x;
      }
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

typedef struct Place { double value; int64_t at; } Place;

static int by_value(const void *a, const void *b)
{
  const Place *x = a, *y = b;
  if (x->value != y->value) return x->value < y->value ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void run_rank(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  Place *p = (Place *)(void *)c->worker->scratch;
  Walk w = { 0 };
  do {
    for (int64_t i = 0; i < s.n; i++) {
      double x = c->p[A].f[w.offset[A] + i * s.row->stride[A]];
      p[i] = (Place){ isnan(x) ? INFINITY : x, i };
    }
    qsort(p, (size_t)s.n, sizeof *p, by_value);
    for (int64_t i = 0; i < s.n; i++) c->p[0].f[w.offset[0] + p[i].at * s.row->stride[0]] = (double)(i + 1);
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* POOL, SHRINK, WITHIN, SHARE: the matrix or first vector, then the others */
static void run_descent(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  double *a = c->worker->scratch, *v = a + s.n * s.d, *x = v + 3 * s.n, *rest = x + s.n;
  bool symmetric = t->instr->op != OP_POOL;
  Walk w = { 0 };
  do {
    const double *from = c->p[A].f + w.offset[A];
    bool good = true;
    for (int64_t i = 0; i < s.n; i++)
      for (int64_t j = 0; j < s.d; j++) {
        double y = from[i * s.row->stride[A] + j * s.col->stride[A]];
        a[i * s.d + j] = symmetric ? 0.5 * (y + from[j * s.row->stride[A] + i * s.col->stride[A]]) : y;
        good &= !isnan(y);
      }
    for (int k = 0; k < 3 && t->instr->src[1 + k].reg; k++)
      for (int64_t i = 0; i < s.n; i++) {
        v[k * s.n + i] = c->p[A + 1 + k].f[w.offset[A + 1 + k] + i * s.row->stride[A + 1 + k]];
        good &= !isnan(v[k * s.n + i]);
      }
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    else if (!symmetric) descent_pool(s.n, a, v, x, rest);
    else if (t->instr->op == OP_SHRINK) descent_minimize(s.n, a, v, v + s.n, NULL, NULL, x, rest);
    else if (t->instr->op == OP_SHARE) share_minimize(s.n, a, v, v + s.n, v + 2 * s.n, x, rest);
    else descent_minimize(s.n, a, v, NULL, v + s.n, v + 2 * s.n, x, rest);
    for (int64_t i = 0; i < s.n; i++) c->p[0].f[w.offset[0] + i * s.row->stride[0]] = good ? x[i] : NAN;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* scratch: both matrices, the result, and what the scaling needs */
static void run_scale(Call *c)
{
  const Step *t = c->step;
  const Shape s = shape_of(t);
  int64_t n = s.n * s.d;
  double *a = c->worker->scratch, *b = a + n, *x = b + n, *rest = x + n;
  Walk w = { 0 };
  do {
    const double *sums = c->p[W].f + w.offset[W];
    double *to = c->p[0].f + w.offset[0];
    for (int64_t i = 0; i < s.n; i++)
      for (int64_t j = 0; j < s.d; j++) {
        a[i * s.d + j] = c->p[A].f[w.offset[A] + i * s.row->stride[A] + j * s.col->stride[A]];
        b[i * s.d + j] = sums[i * s.row->stride[W] + j * s.col->stride[W]];
      }
    bool good = transport_scale(s.n, s.d, a, b, x, rest);
    if (!good) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    for (int64_t i = 0; i < s.n; i++)
      for (int64_t j = 0; j < s.d; j++) to[i * s.row->stride[0] + j * s.col->stride[0]] = good ? x[i * s.d + j] : NAN;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

bool load_spectral(Step *t)
{
  const Shape s = shape_of(t);
  switch (t->instr->op) {
  case OP_EIGEN: t->run = run_eigen; t->scratch = s.n * s.n + 9 * s.n + 8; return true;
  case OP_SINGULAR: t->run = run_singular; t->scratch = s.n * s.d + s.least + room_of(&s, lapack_wants(&s, 'N')); return true;
  case OP_POLAR: case OP_RECOMPOSE: t->run = run_recompose; t->scratch = s.n * s.d + (s.n + s.d + 1) * s.least + room_of(&s, lapack_wants(&s, 'S')); return true;
  case OP_SCALE: t->run = run_scale; t->scratch = 3 * s.n * s.d + transport_room(s.n, s.d); return true;
  case OP_RANK: t->run = run_rank; t->scratch = 2 * s.n; return true;
  case OP_POOL: t->run = run_descent; t->scratch = 8 * s.n; return true;
  case OP_SHARE: t->run = run_descent; t->scratch = s.n * s.n + 4 * s.n + share_room(s.n); return true;
  case OP_SHRINK: case OP_WITHIN: t->run = run_descent; t->scratch = s.n * s.n + 4 * s.n + descent_room(s.n); return true;
  default: return false;
  }
}
