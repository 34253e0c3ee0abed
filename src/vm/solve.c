/* solve.c: symmetric linear systems: by Cholesky factors, where these do not exist by eigenvalues.
 *
 * Solves with the matrix scaled to a unit diagonal, so that units of the unknowns do not look like singularity. Where it is
 * singular: the least-norm solution, in the given units if that solves the system, else in the scaled ones.
 *
 * Several right sides of one matrix share its factors. A matrix of some size is compared with that of the run before, which
 * costs much less than to factor it: in many algorithms (majorizers of distances, fixed curvature) it never changes. One whose
 * entries are all the same but for the diagonal, as where every pair of points counts alike, has the mean and what differs from it
 * for eigenspaces.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include "vm/blas_room.h"
#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { A = SRC, H = SRC + 1, WORTH = 16 };         /* orders from which a matrix is remembered from run to run */

typedef enum { UNKNOWN, BROKEN, REGULAR, SINGULAR, UNIFORM } State;

/* factor: lower, of the scaled matrix; SINGULAR: eigenvectors of the matrix as rows, their values in `value`; UNIFORM: those of the mean, and of
 * what differs from it */
typedef struct Solver { State state; int64_t n; double *matrix, *factor, *scale, *value; } Solver;

static int64_t solver_doubles(int64_t n) { return 2 * n * n + 2 * n; }
static int64_t work_doubles(int64_t n) { return n * n + 11 * n + 8; }        /* of apply: scaled eigenvectors, values, right side, LAPACK's */

static Solver solver_in(double *room, int64_t n)
{
  return (Solver){ .n = n, .matrix = room, .factor = room + n * n, .scale = room + 2 * n * n, .value = room + 2 * n * n + n };
}

static void scale_matrix(const Solver *s, double *to)
{
  for (int64_t i = 0; i < s->n; i++) for (int64_t j = 0; j < s->n; j++) to[i * s->n + j] = s->matrix[i * s->n + j] * s->scale[i] * s->scale[j];
}

static bool eigen(int64_t n, double *a, double *value, double *work)
{
  return LAPACKE_dsyev_work(LAPACK_COL_MAJOR, 'V', 'U', (lapack_int)n, a, (lapack_int)n, value, work, (lapack_int)(8 * n + 8)) == 0;
}

/* a on the diagonal, b elsewhere: a + (n - 1) b and a - b */
static bool is_uniform(const Solver *s)
{
  int64_t n = s->n;
  double a = s->matrix[0], b = s->matrix[1];
  for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) if (s->matrix[i * n + j] != (i == j ? a : b)) return false;
  s->value[0] = a + (double)(n - 1) * b;
  s->value[1] = a - b;
  double top = fmax(fabs(s->value[0]), fabs(s->value[1]));
  for (int k = 0; k < 2; k++) if (fabs(s->value[k]) <= (double)n * DBL_EPSILON * top) s->value[k] = 0;
  return top > 0;
}

static void solve_uniform(const Solver *s, const double *h, double *x)
{
  int64_t n = s->n;
  double mean = 0;
  for (int64_t i = 0; i < n; i++) mean += h[i] / (double)n;
  double first = s->value[0] != 0 ? mean / s->value[0] : 0;
  for (int64_t i = 0; i < n; i++) x[i] = first + (s->value[1] != 0 ? (h[i] - mean) / s->value[1] : 0);
}

static void factor_matrix(Solver *s, double *work)
{
  int64_t n = s->n;
  if (n >= WORTH && is_uniform(s)) { s->state = UNIFORM; return; }
  for (int64_t i = 0; i < n; i++) s->scale[i] = s->matrix[i * n + i] > 0 ? 1 / sqrt(s->matrix[i * n + i]) : 1;
  scale_matrix(s, s->factor);
  s->state = REGULAR;
  if (matrix_factor(n, s->factor, (double)n * DBL_EPSILON)) return;
  memcpy(s->factor, s->matrix, (size_t)(n * n) * sizeof *s->factor);
  s->state = eigen(n, s->factor, s->value, work) ? SINGULAR : BROKEN;
}

/* x = pseudo-inverse times h, of eigenvectors e (rows) and values v */
static void least_norm(int64_t n, const double *e, const double *v, const double *h, double *x)
{
  double top = fmax(fabs(v[0]), fabs(v[n - 1]));
  memset(x, 0, (size_t)n * sizeof *x);
  for (int64_t k = 0; k < n; k++) {
    if (fabs(v[k]) <= (double)n * DBL_EPSILON * top) continue;
    cblas_daxpy((int)n, cblas_ddot((int)n, e + k * n, 1, h, 1) / v[k], e + k * n, 1, x, 1);
  }
}

static bool solve(const Solver *s, const double *h, double *x, double *room)
{
  int64_t n = s->n;
  double *e = room, *v = e + n * n, *g = v + n, *work = g + n;
  if (s->state == REGULAR) {
    for (int64_t i = 0; i < n; i++) g[i] = h[i] * s->scale[i];
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, s->factor, (int)n, g, 1);
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, (int)n, s->factor, (int)n, g, 1);
    for (int64_t i = 0; i < n; i++) x[i] = g[i] * s->scale[i];
    return true;
  }
  if (s->state == UNIFORM) { solve_uniform(s, h, x); return true; }
  if (s->state != SINGULAR) return false;
  least_norm(n, s->factor, s->value, h, x);
  double off = 0, size = 0;
  for (int64_t i = 0; i < n; i++) {
    double r = cblas_ddot((int)n, s->matrix + i * n, 1, x, 1) - h[i];
    off += r * r * s->scale[i] * s->scale[i];
    size += h[i] * h[i] * s->scale[i] * s->scale[i];
  }
  if (off <= 1e-16 * size) return true;
  for (int64_t i = 0; i < n; i++) g[i] = h[i] * s->scale[i];
  scale_matrix(s, e);
  if (!eigen(n, e, v, work)) return false;
  least_norm(n, e, v, g, x);
  for (int64_t i = 0; i < n; i++) x[i] *= s->scale[i];
  return true;
}

/* Does the operand lie there as it was kept? Then it is symmetric, and its average with its transpose is itself. */
static bool lies_unchanged(const Solver *s, const double *p, int64_t row_stride, int64_t col_stride)
{
  int64_t step = col_stride == 1 ? row_stride : col_stride;
  if (s->state == UNKNOWN || (row_stride != 1 && col_stride != 1)) return false;
  for (int64_t i = 0; i < s->n; i++)
    if (memcmp(p + i * step, s->matrix + i * s->n, (size_t)s->n * sizeof *p) != 0) return false;
  return true;
}

static void run_solve(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept], *col = row + 1;
  int64_t n = row->size, seen = -1;
  double *a = c->worker->scratch, *h = a + n * n, *x = h + n, *work = x + n;
  Solver fresh = solver_in(work + work_doubles(n), n), *s = t->kept ? t->kept : &fresh;
  bool finite = false;
  Walk w = { 0 };
  do {
    if (w.offset[A] != seen) {
      seen = w.offset[A];
      finite = t->kept && lies_unchanged(s, c->p[A].f + seen, row->stride[A], col->stride[A]);
      bool known = finite;
      if (!known) finite = matrix_copy_in(n, a, c->p[A].f + seen, row->stride[A], col->stride[A]);
      if (!known && finite && (s->state == UNKNOWN || !t->kept || memcmp(a, s->matrix, (size_t)(n * n) * sizeof *a) != 0)) {
        memcpy(s->matrix, a, (size_t)(n * n) * sizeof *a);
        factor_matrix(s, work);
      }
    }
    bool good = finite;
    for (int64_t i = 0; i < n; i++) {
      h[i] = c->p[H].f[w.offset[H] + i * row->stride[H]];
      good &= isfinite(h[i]) != 0;
    }
    if (!(good && solve(s, h, x, work))) {
      machine_fault(c->worker->machine, t, batch_number(t, &w, c));
      for (int64_t i = 0; i < n; i++) x[i] = NAN;
    }
    for (int64_t i = 0; i < n; i++) c->p[0].f[w.offset[0] + i * row->stride[0]] = x[i];
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* loops: the batch (nkept), then row and column. Outside a pass one worker runs it, so that what is kept is its own. */
bool load_solve(Machine *m, Step *t)
{
  if (blas_room(1) < 1) return false;
  int64_t n = t->loop[t->nkept].size;
  bool one = n >= WORTH && !t->instr->space.tiled;
  for (int j = 0; j < t->nkept; j++) one &= t->loop[j].stride[A] == 0;
  t->scratch = n * n + 2 * n + work_doubles(n) + (one ? 0 : solver_doubles(n));
  t->run = run_solve;
  if (!one) return true;
  t->kept = malloc(sizeof(Solver) + (size_t)solver_doubles(n) * sizeof(double));
  if (!t->kept) return false;
  m->bytes += (size_t)solver_doubles(n) * sizeof(double);
  *(Solver *)t->kept = solver_in((double *)((Solver *)t->kept + 1), n);
  return true;
}
