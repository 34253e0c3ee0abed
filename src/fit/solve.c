/* solve.c: see solve.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/solve.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Solve {
  Pool *pool;
  const Stage *stage;
  Store *store;
  int n;                                  /* unknowns of all parameters */
  double *memory, *h, *a, *g, *w, *unit;  /* matrix, its copy, right side, eigenvalues; what makes the matrix's diagonal 1 */
};

Solve *solve_new(Pool *pool, const Stage *stage, Store *store, DiagList *diags)
{
  Solve *s = ARENA_NEW(pool_arena(pool), Solve);
  *s = (Solve){ .pool = pool, .stage = stage, .store = store };
  for (int i = 0; i < stage->nsolve; i++) s->n += (int)array_count(store_array(store, stage->solve_param[i]));
  size_t n = (size_t)s->n;
  s->memory = malloc((2 * n * n + 4 * n) * sizeof *s->memory);
  if (!s->memory) {
    diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
    return NULL;
  }
  s->h = s->memory;
  s->a = s->h + n * n;
  s->g = s->a + n * n;
  s->w = s->g + n;
  s->unit = s->w + 2 * n;
  return s;
}

void solve_free(Solve *s)
{
  if (s) free(s->memory);
}

/* to a unit diagonal, so that nothing depends on the units of the unknowns: neither what counts as singular nor which solution is nearest */
static void scale(Solve *s)
{
  int n = s->n;
  for (int i = 0; i < n; i++) {
    double size = s->h[(size_t)i * (size_t)n + (size_t)i];
    s->unit[i] = size > 0 && isfinite(1 / sqrt(size)) ? 1 / sqrt(size) : 1;
  }
  for (int i = 0; i < n; i++) {
    s->g[i] *= s->unit[i];
    double *row = s->h + (size_t)i * (size_t)n;
    for (int j = 0; j < n; j++) row[j] *= s->unit[i] * s->unit[j];
  }
}

/* the arrays of H, part by part, into one symmetric matrix */
static void assemble(Solve *s)
{
  const Stage *stage = s->stage;
  size_t row = 0, n = (size_t)s->n;
  for (int i = 0; i < stage->nsolve; i++) {
    const Array *g = store_array(s->store, stage->solve_slope[i]);
    size_t rows = (size_t)array_count(g), col = row;
    memcpy(s->g + row, g->data, rows * sizeof *s->g);
    for (int j = i; j < stage->nsolve; j++) {
      const Array *h = store_array(s->store, stage->solve_curve[i * stage->nsolve + j]);
      size_t cols = (size_t)array_count(h) / rows;
      for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < cols; b++) s->h[(row + a) * n + col + b] = s->h[(col + b) * n + row + a] = h->data[a * cols + b];
      col += cols;
    }
    row += rows;
  }
  scale(s);
}

static double length(int n, const double *x)
{
  double sum = 0;
  for (int i = 0; i < n; i++) sum += x[i] * x[i];
  return sqrt(sum);
}

/* inv(H) g by eigenvalues, those that are rounding left out: the solution of least norm. A slope along what is left out that is no
 * rounding has no end: *endless is its entry of the greatest share. size: of the unknowns at the touch, whose products with H round */
static SolveResult least_norm(Solve *s, double size, int *endless)
{
  static const double rounded = 1e-6;
  int n = s->n;
  double *x = s->w + n, slope = length(n, s->g);
  memcpy(s->a, s->h, (size_t)n * (size_t)n * sizeof *s->a);
  lapack_int failed = LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'L', n, s->a, n, s->w);     /* H is symmetric: eigenvector k is the k-th row */
  if (failed) return failed == LAPACK_WORK_MEMORY_ERROR ? SOLVE_NO_MEMORY : SOLVE_BROKEN;
  double least = fmax(fabs(s->w[0]), fabs(s->w[n - 1])) * n * DBL_EPSILON * 8;
  memset(x, 0, (size_t)n * sizeof *x);
  for (int k = 0; k < n; k++) {
    const double *vector = s->a + (size_t)k * (size_t)n;
    double dot = 0;
    for (int i = 0; i < n; i++) dot += vector[i] * s->g[i];
    if (!(s->w[k] > least)) {
      if (!(fabs(dot) > rounded * (slope + fmax(fabs(s->w[0]), fabs(s->w[n - 1])) * size))) continue;
      *endless = 0;
      for (int i = 1; i < n; i++)
        if (fabs(vector[i]) > fabs(vector[*endless])) *endless = i;
      continue;
    }
    for (int i = 0; i < n; i++) x[i] += vector[i] * dot / s->w[k];
  }
  memcpy(s->g, x, (size_t)n * sizeof *x);
  return SOLVE_DONE;
}

/* a pivot below rounding counts as 0 */
static bool cholesky(Solve *s)
{
  int n = s->n;
  double most = 0, least = INFINITY;
  memcpy(s->a, s->h, (size_t)n * (size_t)n * sizeof *s->a);
  if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', n, s->a, n) != 0) return false;
  for (int i = 0; i < n; i++) {
    double root = s->a[(size_t)i * (size_t)n + (size_t)i], pivot = root * root;
    most = fmax(most, pivot);
    least = fmin(least, pivot);
  }
  if (least <= n * DBL_EPSILON * most) return false;
  return LAPACKE_dpotrs(LAPACK_COL_MAJOR, 'L', n, 1, s->a, n, s->g, n) == 0;
}

/* the length of all unknowns at the touch, in the units of the matrix */
static double touch_size(const Solve *s)
{
  double sum = 0;
  for (int i = 0, at = 0; i < s->stage->nsolve; i++) {
    const Array *touch = store_array(s->store, symbol_touch(s->pool, s->stage->solve_param[i]));
    for (int64_t k = 0; k < array_count(touch); k++, at++) sum += pow(touch->data[k] / s->unit[at], 2);
  }
  return sqrt(sum);
}

/* which parameter an unknown belongs to */
static const Symbol *owner_of(const Solve *s, int unknown)
{
  int i = 0;
  while (i + 1 < s->stage->nsolve && unknown >= array_count(store_array(s->store, s->stage->solve_param[i]))) unknown -= (int)array_count(store_array(s->store, s->stage->solve_param[i++]));
  return s->stage->solve_param[i];
}

SolveResult solve_run(Solve *s, char **fault)
{
  int endless = -1;
  assemble(s);
  for (int i = 0; i < s->n; i++)
    if (!isfinite(s->g[i])) return SOLVE_BROKEN;
  if (!cholesky(s)) {
    assemble(s);
    SolveResult result = least_norm(s, touch_size(s), &endless);
    if (result == SOLVE_NO_MEMORY) *fault = arena_printf(pool_arena(s->pool), "there is not enough memory for the %d equations of %s", s->n, s->stage->solve_param[0]->name->text);
    if (result != SOLVE_DONE) return result;
  }
  for (int i = 0, at = 0; i < s->stage->nsolve; i++) {
    Symbol *p = s->stage->solve_param[i];
    Array *to = store_array(s->store, p);
    const Array *from = store_array(s->store, symbol_touch(s->pool, p));
    for (int64_t k = 0; k < array_count(to); k++, at++) to->data[k] = from->data[k] - s->unit[at] * s->g[at];
  }
  if (endless < 0) return SOLVE_DONE;
  *fault = arena_printf(pool_arena(s->pool), "%s goes to infinity, along a direction in which the loss is linear", owner_of(s, endless)->name->text);
  return SOLVE_ENDLESS;
}
