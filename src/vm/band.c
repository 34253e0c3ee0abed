/* band.c: linear systems given by their diagonals (band.h).
 *
 * Where the matrix is regular and its band is thin, one sweep forwards factors and solves, one backwards ends it; elsewhere the scaled lower
 * triangle is factored: narrow bands by the loops here, others by LAPACK, few diagonals far apart by band_sparse.c. Where it is
 * singular, a little is added to the diagonal and the solution refined: what lies in the range of the matrix converges by powers of
 * that little; the rest is rounding, so the limit is the least-norm solution but for a part of which the matrix knows nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/band.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { V = SRC, H = SRC + 1, O = SRC + 2, REFINEMENTS = 4, NARROW = 16, VECTORS = 4 };         /* VECTORS: scale, r, right side, solution */
static const double little = 1e-12;       /* added to a unit diagonal */

static double entry(const Band *b, int64_t i, int64_t o) { return b->v[i * b->row_stride + o * b->diagonal_stride]; }

/* ---- bands: the lower triangle by columns, (width + 1) x n ---- */

static BandResult fill_band(const Band *b, double more)
{
  int64_t ld = b->width + 1;
  bool finite = true;
  memset(b->lower, 0, (size_t)(ld * b->n) * sizeof *b->lower);
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t step = band_column(b, 0, o), off = step < 0 ? -step : step, first = step < 0 ? off : 0, last = step > 0 ? b->n - off : b->n;
    const double *v = b->v + o * b->diagonal_stride;
    double *to = b->lower + off + (step < 0 ? step * ld : 0), half = off ? 0.5 : 1;
    for (int64_t i = first; i < last && off <= b->width; i++) {
      double x = v[i * b->row_stride];
      finite &= isfinite(x) != 0;
      to[i * ld] += half * x;
    }
  }
  for (int64_t j = 0; j < b->n; j++) b->scale[j] = b->lower[j * ld] > 0 ? 1 / sqrt(b->lower[j * ld]) : 1;
  for (int64_t j = 0; j < b->n; j++) {
    for (int64_t k = 0; k < ld && j + k < b->n; k++) b->lower[k + j * ld] *= b->scale[j] * b->scale[j + k];
    b->lower[j * ld] += more;
  }
  return finite ? BAND_OK : BAND_NOT_FINITE;
}

static BandResult factor_band(const Band *b, double least)
{
  int64_t ld = b->width + 1;
  if (LAPACKE_dpbtrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)b->n, (lapack_int)b->width, b->lower, (lapack_int)ld) != 0) return BAND_SINGULAR;
  for (int64_t j = 0; j < b->n; j++)
    if (!(b->lower[j * ld] * b->lower[j * ld] > least)) return BAND_SINGULAR;
  return BAND_OK;
}

static BandResult solve_band(const Band *b)
{
  (void)LAPACKE_dpbtrs_work(LAPACK_COL_MAJOR, 'L', (lapack_int)b->n, (lapack_int)b->width, 1, b->lower, (lapack_int)(b->width + 1), b->r, (lapack_int)b->n);
  return BAND_OK;
}

static const BandMethod wide = { fill_band, factor_band, solve_band };

/* ---- narrow bands: l d l', the diagonal of l is d's place; a function for each of the common widths ---- */

static inline __attribute__((always_inline)) bool factor_width(int64_t n, int64_t width, double *lower, double least)
{
  int64_t ld = width + 1;
  for (int64_t j = 0; j < n; j++) {
    double *l = lower + j * ld;
    int64_t last = n - 1 - j < width ? n - 1 - j : width;
    if (!(l[0] > least)) return false;
    double one = 1 / l[0];
    for (int64_t k = 1; k <= last; k++) {
      double m = l[k] * one;
      for (int64_t q = k; q <= last; q++) l[k * ld + q - k] -= m * l[q];
    }
    for (int64_t k = 1; k <= last; k++) l[k] *= one;
  }
  return true;
}

static inline __attribute__((always_inline)) void solve_width(int64_t n, int64_t width, const double *lower, double *r)
{
  int64_t ld = width + 1;
  for (int64_t j = 0; j < n; j++)
    for (int64_t k = 1; k <= width && j + k < n; k++) r[j + k] -= lower[j * ld + k] * r[j];
  for (int64_t j = n - 1; j >= 0; j--) {
    double s = r[j] / lower[j * ld];
    for (int64_t k = 1; k <= width && j + k < n; k++) s -= lower[j * ld + k] * r[j + k];
    r[j] = s;
  }
}

static BandResult factor_narrow(const Band *b, double least)
{
  bool good = b->width == 1 ? factor_width(b->n, 1, b->lower, least) : b->width == 2 ? factor_width(b->n, 2, b->lower, least) : factor_width(b->n, b->width, b->lower, least);
  return good ? BAND_OK : BAND_SINGULAR;
}

static BandResult solve_narrow(const Band *b)
{
  if (b->width == 1) solve_width(b->n, 1, b->lower, b->r);
  else if (b->width == 2) solve_width(b->n, 2, b->lower, b->r);
  else solve_width(b->n, b->width, b->lower, b->r);
  return BAND_OK;
}

static const BandMethod narrow = { fill_band, factor_narrow, solve_narrow };

/* ---- thin bands: what columns hand on lies in registers ---- */

typedef struct Lane { const double *p; int64_t step; } Lane;       /* a diagonal, by columns of the lower band */
enum { THIN = 2 };

/* the diagonals below and above the main one, each at most once; an absent one is 0. False: one is there twice */
static bool find_lanes(const Band *b, Lane *low, Lane *high)
{
  static const double none = 0;
  bool taken[2 * THIN + 1] = { false };
  for (int64_t k = 0; k <= b->width; k++) low[k] = high[k] = (Lane){ &none, 0 };
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t step = band_column(b, 0, o), off = step < 0 ? -step : step;
    if (off > b->width || off >= b->n) continue;
    if (taken[THIN + step]) return false;
    taken[THIN + step] = true;
    Lane lane = { b->v + o * b->diagonal_stride, b->row_stride };
    if (step <= 0) low[off] = (Lane){ lane.p + off * lane.step, lane.step };
    if (step >= 0) high[off] = lane;
  }
  return true;
}

/* l d l' = the matrix, l d z = h, l' x = z; false: a pivot is not above `least` of its diagonal, or not a number */
static inline __attribute__((always_inline)) bool solve_thin(const Band *b, int width, double least, const double *h, double *x)
{
  Lane low[THIN + 1], high[THIN + 1];
  double *l = b->lower, *z = b->r, handed[THIN + 1][THIN + 1] = { { 0 } }, right[THIN + 1] = { 0 }, next[THIN + 1] = { 0 };
  if (!find_lanes(b, low, high)) return false;
  for (int64_t j = 0; j < b->n; j++) {
    double a[THIN + 1], m[THIN + 1], diagonal = low[0].p[j * low[0].step];
    a[0] = diagonal - handed[0][0];
    for (int k = 1; k <= width; k++) a[k] = j + k < b->n ? 0.5 * (low[k].p[j * low[k].step] + high[k].p[j * high[k].step]) - handed[0][k] : 0;
    if (!(a[0] > 0 && a[0] > least * diagonal)) return false;
    double one = 1 / a[0], s = h[j] - right[0];
    for (int k = 1; k <= width; k++) l[j * width + k - 1] = m[k] = a[k] * one;
    for (int q = 0; q < width; q++) {
      for (int k = 0; q + 1 + k <= width; k++) handed[q][k] = (q + 1 + k < width ? handed[q + 1][k] : 0) + m[q + 1] * a[q + 1 + k];
      right[q] = (q + 1 < width ? right[q + 1] : 0) + m[q + 1] * s;
    }
    z[j] = s * one;
  }
  for (int64_t j = b->n - 1; j >= 0; j--) {
    double s = z[j];
    for (int k = 1; k <= width; k++) s -= l[j * width + k - 1] * next[k - 1];
    for (int k = width - 1; k > 0; k--) next[k] = next[k - 1];
    x[j] = next[0] = s;
  }
  return true;
}

/* ---- one system ---- */

static const BandMethod *method_of(const Instr *i)
{
#if HAVE_CHOLMOD
  if (band_is_sparse(i)) return &band_sparse;
#endif
  return i->band <= NARROW ? &narrow : &wide;
}

static BandResult solve(const BandMethod *method, const Band *b, const double *h, double *x)
{
  double small = (double)b->n * DBL_EPSILON;
  if (b->width == 1 && solve_thin(b, 1, small, h, x)) return BAND_OK;
  if (b->width == 2 && solve_thin(b, 2, small, h, x)) return BAND_OK;
  BandResult result = method->fill(b, 0);
  if (result == BAND_OK) result = method->factor(b, small);
  bool regular = result == BAND_OK;
  if (result == BAND_SINGULAR && (result = method->fill(b, little)) == BAND_OK) result = method->factor(b, 0);
  memset(x, 0, (size_t)b->n * sizeof *x);
  for (int turn = 0; turn < (regular ? 1 : REFINEMENTS) && result == BAND_OK; turn++) {
    for (int64_t i = 0; i < b->n; i++) {
      double s = h[i];
      for (int64_t o = 0; o < b->ndiagonals && turn; o++) {
        int64_t j = band_column(b, i, o);
        if (j >= 0 && j < b->n) s -= entry(b, i, o) * x[j];
      }
      b->r[i] = s * b->scale[i];
    }
    result = method->solve(b);
    for (int64_t i = 0; i < b->n; i++) x[i] += b->r[i] * b->scale[i];
  }
  return result;
}

/* loops: the batch (nkept), then row and diagonal */
static void run_solve_band(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept], *diagonal = row + 1;
  Band b = { .n = row->size, .ndiagonals = diagonal->size, .width = t->instr->band, .row_stride = row->stride[V], .diagonal_stride = diagonal->stride[V],
             .offset_stride = diagonal->stride[O], .lower = c->worker->scratch, .kept = t->kept };
  const BandMethod *method = method_of(t->instr);
  b.scale = b.lower + t->scratch - VECTORS * b.n;
  b.r = b.scale + b.n;
  double *h = b.r + b.n, *x = h + b.n;
  Walk w = { 0 };
  do {
    b.v = c->p[V].f + w.offset[V];
    b.offset = c->p[O].f + w.offset[O];
    BandResult result = BAND_OK;
    for (int64_t i = 0; i < b.n; i++) {
      h[i] = c->p[H].f[w.offset[H] + i * row->stride[H]];
      if (!isfinite(h[i])) result = BAND_NOT_FINITE;
    }
    if (result == BAND_OK) result = solve(method, &b, h, x);
    if (result == BAND_NO_MEMORY) machine_fault_memory(c->worker->machine, t, batch_number(t, &w, c));
    else if (result != BAND_OK) machine_fault(c->worker->machine, t, batch_number(t, &w, c));
    for (int64_t i = 0; i < b.n; i++) c->p[0].f[w.offset[0] + i * row->stride[0]] = result == BAND_OK ? x[i] : NAN;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* What is kept is one thread's: outside passes alone. */
bool load_solve_band(Step *t)
{
  int64_t n = t->loop[t->nkept].size, ndiagonals = t->loop[t->nkept + 1].size;
  bool sparse = band_is_sparse(t->instr);
  t->scratch = (sparse ? ndiagonals : t->instr->band + 1) * n + VECTORS * n;
  t->run = run_solve_band;
#if HAVE_CHOLMOD
  if (sparse) {
    t->kept = band_sparse_new(n, ndiagonals);
    t->release = band_sparse_free;
    return t->kept != NULL;
  }
#endif
  return true;
}
