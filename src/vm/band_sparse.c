/* band_sparse.c: systems with few diagonals far apart, as of a grid, factored by CHOLMOD as the sparse matrices that they are: for
 * n x n cells of the order of n^3 operations where the band takes n^4.
 *
 * The pattern is that of the entries that are not 0. It is ordered once, by approximate minimum degree (METIS would be slower to order, not
 * faster to factor, and draws from the process's random numbers), and once more where an entry is met that is not in it; it only grows.
 * CHOLMOD calls BLAS, which is told elsewhere to take one thread; its own loops would wake threads for each front and are told not to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#if HAVE_CHOLMOD
#include "vm/band.h"
#include CHOLMOD_HEADER
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* OpenMP, where CHOLMOD is built with it: the levels of parallel regions that the calling thread may open */
extern int omp_get_max_active_levels(void) __attribute__((weak));
extern void omp_set_max_active_levels(int) __attribute__((weak));

struct BandSparse {
  cholmod_common common;
  cholmod_sparse *a;                      /* the lower triangle by columns; NULL until the first matrix is known */
  cholmod_factor *factor;
  cholmod_dense *x, *y, *e;               /* of solving: made beforehand, since cholmod_solve2 does not bear that these cannot be had (5.12) */
  uint8_t *there;                         /* by diagonal and column: is the entry in the pattern */
  int64_t n;
  int ndiagonals; int64_t offset[];       /* of the lower triangle, ascending, the main diagonal first */
};

BandSparse *band_sparse_new(int64_t n, int64_t ndiagonals)
{
  size_t cells;
  if (__builtin_mul_overflow((size_t)n, (size_t)ndiagonals, &cells)) return NULL;
  BandSparse *s = calloc(1, sizeof *s + ((size_t)ndiagonals + 1) * sizeof *s->offset);
  if (!s) return NULL;
  s->n = n;
  s->there = calloc(cells, sizeof *s->there);
  cholmod_l_start(&s->common);
  s->common.print = 0;
  s->common.nmethods = 1;
  s->common.method[0].ordering = CHOLMOD_AMD;
  s->common.supernodal = CHOLMOD_SUPERNODAL;
  s->common.quick_return_if_not_posdef = 1;
  if (s->there && s->common.status == CHOLMOD_OK) return s;
  band_sparse_free(s);
  return NULL;
}

static void forget_pattern(BandSparse *s)
{
  cholmod_l_free_sparse(&s->a, &s->common);
  cholmod_l_free_factor(&s->factor, &s->common);
  cholmod_l_free_dense(&s->x, &s->common);
  cholmod_l_free_dense(&s->y, &s->common);
  cholmod_l_free_dense(&s->e, &s->common);
}

void band_sparse_free(void *kept)
{
  BandSparse *s = kept;
  if (!s) return;
  forget_pattern(s);
  cholmod_l_finish(&s->common);
  free(s->there);
  free(s);
}

static int place_of(const BandSparse *s, int64_t offset)
{
  int k = 0;
  while (k < s->ndiagonals && s->offset[k] < offset) k++;
  return k;
}

static bool offsets_known(const BandSparse *s, const Band *b)
{
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t off = llabs(band_column(b, 0, o));
    int k = place_of(s, off);
    if (off < b->n && off <= b->width && (k == s->ndiagonals || s->offset[k] != off)) return false;
  }
  return s->ndiagonals > 0;
}

static void find_offsets(BandSparse *s, const Band *b)
{
  if (offsets_known(s, b)) return;
  memset(s->there, 0, (size_t)(b->n * b->ndiagonals) * sizeof *s->there);
  forget_pattern(s);
  s->ndiagonals = 1;
  s->offset[0] = 0;
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t off = llabs(band_column(b, 0, o));
    int k = place_of(s, off);
    if (off >= b->n || off > b->width || (k < s->ndiagonals && s->offset[k] == off)) continue;
    for (int m = s->ndiagonals++; m > k; m--) s->offset[m] = s->offset[m - 1];
    s->offset[k] = off;
  }
}

/* entry (j + offset[k], j) of the triangle at lower[k * n + j] */
static BandResult fill(const Band *b, double more)
{
  BandSparse *s = b->kept;
  bool finite = true;
  find_offsets(s, b);
  memset(b->lower, 0, (size_t)(s->ndiagonals * b->n) * sizeof *b->lower);
  for (int64_t o = 0; o < b->ndiagonals; o++) {
    int64_t step = band_column(b, 0, o), off = llabs(step), first = step < 0 ? off : 0, last = step > 0 ? b->n - off : b->n;
    int k = place_of(s, off);
    if (k == s->ndiagonals || s->offset[k] != off) continue;
    double *to = b->lower + k * b->n + (step < 0 ? step : 0), half = off ? 0.5 : 1;
    for (int64_t i = first; i < last; i++) {
      double x = b->v[o * b->diagonal_stride + i * b->row_stride];
      finite &= isfinite(x) != 0;
      to[i] += half * x;
    }
  }
  for (int64_t j = 0; j < b->n; j++) b->scale[j] = b->lower[j] > 0 ? 1 / sqrt(b->lower[j]) : 1;
  for (int k = 0; k < s->ndiagonals; k++)
    for (int64_t j = 0; j + s->offset[k] < b->n; j++) b->lower[k * b->n + j] *= b->scale[j] * b->scale[j + s->offset[k]];
  for (int64_t j = 0; j < b->n; j++) b->lower[j] += more;
  return finite ? BAND_OK : BAND_NOT_FINITE;
}

/* the pattern with all entries of this matrix, and its order; false: no memory */
static bool take_pattern(BandSparse *s, const double *lower)
{
  int64_t n = s->n, entries = 0;
  forget_pattern(s);
  for (int64_t at = 0; at < s->ndiagonals * n; at++) entries += s->there[at] |= at < n || lower[at] != 0;
  s->a = cholmod_l_allocate_sparse((size_t)n, (size_t)n, (size_t)entries, true, true, -1, CHOLMOD_REAL, &s->common);
  if (!s->a) return false;
  SuiteSparse_long *start = s->a->p, *row = s->a->i, e = 0;
  for (int64_t j = 0; j < n; j++) {
    start[j] = e;
    for (int k = 0; k < s->ndiagonals; k++) if (s->there[k * n + j]) row[e++] = j + s->offset[k];
  }
  start[n] = e;
  s->factor = cholmod_l_analyze(s->a, &s->common);
  if (!s->factor) return false;
  s->x = cholmod_l_allocate_dense((size_t)n, 1, (size_t)n, CHOLMOD_REAL, &s->common);
  s->y = cholmod_l_allocate_dense((size_t)n, 1, (size_t)n, CHOLMOD_REAL, &s->common);
  s->e = cholmod_l_allocate_dense(1, s->factor->maxesize, 1, CHOLMOD_REAL, &s->common);
  return s->x && s->y && s->e;
}

static bool fits_pattern(const BandSparse *s, const double *lower)
{
  if (!s->factor || !s->e) return false;
  for (int64_t at = 0; at < s->ndiagonals * s->n; at++) if (lower[at] != 0 && !s->there[at]) return false;
  return true;
}

static BandResult factor_values(BandSparse *s, const double *lower, double least)
{
  if (!fits_pattern(s, lower) && !take_pattern(s, lower)) return BAND_NO_MEMORY;
  double *x = s->a->x;
  for (int64_t j = 0, e = 0; j < s->n; j++)
    for (int k = 0; k < s->ndiagonals; k++) if (s->there[k * s->n + j]) x[e++] = lower[k * s->n + j];
  if (!cholmod_l_factorize(s->a, s->factor, &s->common)) return BAND_NO_MEMORY;
  /* the least pivot by the greatest, which is that of the first column: 1 */
  return s->common.status == CHOLMOD_NOT_POSDEF || !(cholmod_l_rcond(s->factor, &s->common) > least) ? BAND_SINGULAR : BAND_OK;
}

static BandResult factor(const Band *b, double least)
{
  int levels = omp_get_max_active_levels ? omp_get_max_active_levels() : 0;
  if (omp_set_max_active_levels) omp_set_max_active_levels(0);
  BandResult result = factor_values(b->kept, b->lower, least);
  if (omp_set_max_active_levels) omp_set_max_active_levels(levels);
  return result;
}

static BandResult solve(const Band *b)
{
  BandSparse *s = b->kept;
  size_t n = (size_t)b->n;
  cholmod_dense right = { .nrow = n, .ncol = 1, .nzmax = n, .d = n, .x = b->r, .xtype = CHOLMOD_REAL, .dtype = CHOLMOD_DOUBLE };
  if (!cholmod_l_solve2(CHOLMOD_A, s->factor, &right, NULL, &s->x, NULL, &s->y, &s->e, &s->common)) return BAND_NO_MEMORY;
  memcpy(b->r, s->x->x, n * sizeof *b->r);
  return BAND_OK;
}

const BandMethod band_sparse = { fill, factor, solve };
#endif
