/* band.c: linear systems given by their diagonals.
 *
 * Entry (i, o) of the operand stands in column i + offset[o] of row i; both triangles are there, and their average is taken.
 * Where the matrix is regular and its band is thin, one sweep forwards factors and solves, one backwards ends it; elsewhere the lower band is scaled to a unit diagonal and factored, narrow ones by the loops here, others by LAPACK. Where it is singular, a little is added to
 * the diagonal and the solution refined: what lies in the range of the matrix converges by powers of that little; the rest is
 * rounding, so the limit is the least-norm solution but for a part of which the matrix knows nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include "vm/dissect.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { V = SRC, H = SRC + 1, O = SRC + 2, REFINEMENTS = 4, NARROW = 16 };
static const double little = 1e-12;       /* added to a unit diagonal */

/* a wide band of few diagonals, as of a grid, is factored as the sparse matrix that it is */
typedef struct Apart { Dissection *dissection; int ndiagonals; int64_t offset[]; } Apart;

typedef struct Band {
  int64_t n, ndiagonals, width;           /* width: of the lower band, without the diagonal */
  const double *v, *offset;
  int64_t row_stride, diagonal_stride, offset_stride;
  double *lower, *scale, *r;              /* (width + 1) x n by columns; apart: by diagonals */
  Apart *apart;                           /* NULL: a band */

} Band;

static double entry(const Band *b, int64_t i, int64_t o) { return b->v[i * b->row_stride + o * b->diagonal_stride]; }
static int64_t column(const Band *b, int64_t i, int64_t o) { return i + (int64_t)b->offset[o * b->offset_stride]; }

static bool fill_apart(const Band *, double more);

/* the scaled lower band; false: not finite */
static bool fill(const Band *b, double more)
{
  if (b->apart) return fill_apart(b, more);
  int64_t ld = b->width + 1;
  bool finite = true;
  memset(b->lower, 0, (size_t)(ld * b->n) * sizeof *b->lower);
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t step = column(b, 0, o), off = step < 0 ? -step : step, first = step < 0 ? off : 0, last = step > 0 ? b->n - off : b->n;
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
  return finite;
}

/* ---- diagonals far apart ---- */

static Diagonals diagonals_of(const Band *b) { return (Diagonals){ b->n, b->apart->ndiagonals, b->apart->offset, b->lower }; }

/* the offsets of the lower triangle, ascending, the main diagonal first */
static void find_offsets(const Band *b)
{
  Apart *a = b->apart;
  a->ndiagonals = 1;
  a->offset[0] = 0;
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t off = llabs(column(b, 0, o));
    int k = 0;
    while (k < a->ndiagonals && a->offset[k] < off) k++;
    if (off >= b->n || off > b->width || (k < a->ndiagonals && a->offset[k] == off)) continue;
    for (int m = a->ndiagonals++; m > k; m--) a->offset[m] = a->offset[m - 1];
    a->offset[k] = off;
  }
}

/* as fill */
static bool fill_apart(const Band *b, double more)
{
  const Apart *a = b->apart;
  bool finite = true;
  memset(b->lower, 0, (size_t)(a->ndiagonals * b->n) * sizeof *b->lower);
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t step = column(b, 0, o), off = llabs(step), first = step < 0 ? off : 0, last = step > 0 ? b->n - off : b->n;
    int k = 0;
    while (k < a->ndiagonals && a->offset[k] != off) k++;
    if (k == a->ndiagonals) continue;
    double *to = b->lower + k * b->n + (step < 0 ? step : 0), half = off ? 0.5 : 1;
    for (int64_t i = first; i < last; i++) {
      double x = b->v[o * b->diagonal_stride + i * b->row_stride];
      finite &= isfinite(x) != 0;
      to[i] += half * x;
    }
  }
  for (int64_t j = 0; j < b->n; j++) b->scale[j] = b->lower[j] > 0 ? 1 / sqrt(b->lower[j]) : 1;
  for (int k = 0; k < a->ndiagonals; k++)
    for (int64_t j = 0; j + a->offset[k] < b->n; j++) b->lower[k * b->n + j] *= b->scale[j] * b->scale[j + a->offset[k]];
  for (int64_t j = 0; j < b->n; j++) b->lower[j] += more;
  return finite;
}

static bool factor_apart(const Band *b, double least)
{
  Diagonals d = diagonals_of(b);
  for (int turn = 0; turn < 2; turn++) {
    if (!b->apart->dissection && !(b->apart->dissection = dissection_new(&d))) return false;
    DissectResult r = dissection_factor(b->apart->dissection, &d, least);
    if (r != DISSECT_OTHER) return r == DISSECT_OK;
    dissection_free(b->apart->dissection);
    b->apart->dissection = NULL;
  }
  return false;
}

static void release_apart(void *kept)
{
  Apart *a = kept;
  if (a) dissection_free(a->dissection);
  free(a);
}

/* ---- narrow bands: l d l', the diagonal of l is d's place; a function for each of the common widths ---- */

static inline __attribute__((always_inline)) bool factor_narrow(int64_t n, int64_t width, double *lower, double least)
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

static inline __attribute__((always_inline)) void solve_narrow(int64_t n, int64_t width, const double *lower, double *r)
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

static bool factor(const Band *b, double least)
{
  if (b->apart) return factor_apart(b, least);
  int64_t ld = b->width + 1;
  if (b->width == 1) return factor_narrow(b->n, 1, b->lower, least);
  if (b->width == 2) return factor_narrow(b->n, 2, b->lower, least);
  if (b->width <= NARROW) return factor_narrow(b->n, b->width, b->lower, least);
  if (LAPACKE_dpbtrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)b->n, (lapack_int)b->width, b->lower, (lapack_int)ld) != 0) return false;
  for (int64_t j = 0; j < b->n; j++)
    if (!(b->lower[j * ld] * b->lower[j * ld] > least)) return false;
  return true;
}

/* r := scaled matrix^-1 r */
static bool solve_factored(const Band *b)
{
  if (b->apart) dissection_solve(b->apart->dissection, b->r);
  else if (b->width == 1) solve_narrow(b->n, 1, b->lower, b->r);
  else if (b->width == 2) solve_narrow(b->n, 2, b->lower, b->r);
  else if (b->width <= NARROW) solve_narrow(b->n, b->width, b->lower, b->r);
  else return LAPACKE_dpbtrs_work(LAPACK_COL_MAJOR, 'L', (lapack_int)b->n, (lapack_int)b->width, 1, b->lower, (lapack_int)(b->width + 1), b->r, (lapack_int)b->n) == 0;
  return true;
}

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
    int64_t step = column(b, 0, o), off = step < 0 ? -step : step;
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

static bool solve(const Band *b, const double *h, double *x)
{
  double small = (double)b->n * DBL_EPSILON;
  if (b->width == 1 && solve_thin(b, 1, small, h, x)) return true;
  if (b->width == 2 && solve_thin(b, 2, small, h, x)) return true;
  if (!fill(b, 0)) return false;
  bool regular = factor(b, small);
  if (!regular && (!fill(b, little) || !factor(b, 0))) return false;
  memset(x, 0, (size_t)b->n * sizeof *x);
  for (int turn = 0; turn < (regular ? 1 : REFINEMENTS); turn++) {
    for (int64_t i = 0; i < b->n; i++) {
      double s = h[i];
      for (int64_t o = 0; o < b->ndiagonals && turn; o++) {
        int64_t j = column(b, i, o);
        if (j >= 0 && j < b->n) s -= entry(b, i, o) * x[j];
      }
      b->r[i] = s * b->scale[i];
    }
    if (!solve_factored(b)) return false;
    for (int64_t i = 0; i < b->n; i++) x[i] += b->r[i] * b->scale[i];
  }
  return true;
}

/* loops: the batch (nkept), then row and diagonal */
static void run_solve_band(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept], *diagonal = row + 1;
  Band b = { .n = row->size, .ndiagonals = diagonal->size, .width = t->instr->band, .row_stride = row->stride[V], .diagonal_stride = diagonal->stride[V],
             .offset_stride = diagonal->stride[O], .lower = c->worker->scratch, .apart = t->kept };
  b.scale = b.lower + (b.apart ? b.ndiagonals + 1 : b.width + 1) * b.n;
  b.r = b.scale + b.n;
  double *h = b.r + b.n, *x = h + b.n;
  Walk w = { 0 };
  do {
    b.v = c->p[V].f + w.offset[V];
    b.offset = c->p[O].f + w.offset[O];
    if (b.apart) find_offsets(&b);
    bool good = true;
    for (int64_t i = 0; i < b.n; i++) {
      h[i] = c->p[H].f[w.offset[H] + i * row->stride[H]];
      good &= isfinite(h[i]) != 0;
    }
    if (!(good && solve(&b, h, x))) {
      machine_fault(c->worker->machine, t, batch_number(t, &w, c));
      for (int64_t i = 0; i < b.n; i++) x[i] = NAN;
    }
    for (int64_t i = 0; i < b.n; i++) c->p[0].f[w.offset[0] + i * row->stride[0]] = x[i];
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* What is kept is one worker's: outside passes alone. */
bool load_solve_band(Step *t)
{
  int64_t n = t->loop[t->nkept].size, ndiagonals = t->loop[t->nkept + 1].size;
  bool apart = band_is_apart(t->instr);
  t->scratch = ((apart ? ndiagonals : t->instr->band) + 1) * n + 4 * n;
  t->run = run_solve_band;
  if (!apart) return true;
  Apart *a = calloc(1, sizeof *a + (size_t)(ndiagonals + 1) * sizeof *a->offset);
  t->kept = a;
  t->release = release_apart;
  return a != NULL;
}
