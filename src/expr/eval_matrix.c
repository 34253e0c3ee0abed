/* eval_matrix.c: log-determinants, inverses and solutions for the reference evaluator: eigenvalues, singular values, ranks:
 * one decomposition per matrix and value of the outer indices. Of a square matrix the symmetric part is what counts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/descent.h"
#include "base/share.h"
#include "base/transport.h"
#include "expr/eval_cell.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* the operation whose decomposition also serves this one */
static MatrixOp decomposition(MatrixOp op) { return op == MAT_INV ? MAT_LOGDET : op == MAT_EIGENVECTOR ? MAT_EIGENVALUE : op; }

Matrix *eval_matrix_find(Eval *e, const Expr *x)
{
  int vectors = matrix_form[x->op].vectors;
  for (Matrix *a = e->matrices; a; a = a->next) {
    if (a->vectors == vectors && memcmp(a->body, x->arg, sizeof *x->arg * (size_t)(1 + vectors)) == 0 && a->op == decomposition((MatrixOp)x->op) && 2 * a->m == x->nbound
        && memcmp(a->bound, x->u.bound, sizeof *a->bound * x->nbound) == 0) return a;
  }
  Matrix *a = ARENA_NEW(e->arena, Matrix);
  a->next = e->matrices;
  e->matrices = a;
  a->body = x->arg;
  a->vectors = vectors;
  a->op = decomposition((MatrixOp)x->op);
  a->bound = x->u.bound;
  a->m = x->nbound / 2;
  a->entry = eval_compile(e, a->body[0]);
  for (int k = 0; k < vectors; k++) a->right[k] = eval_compile(e, a->body[1 + k]);
  a->bound_slot = ARENA_ARRAY(e->arena, int, x->nbound);
  a->bound_size = ARENA_ARRAY(e->arena, int64_t, x->nbound);
  for (int k = 0; k < x->nbound; k++) {
    a->bound_slot[k] = eval_slot(e, x->u.bound[k]);
    a->bound_size[k] = x->u.bound[k]->axis->size;
  }
  a->n = 1;
  int64_t columns = 1;
  for (int k = 0; k < a->m; k++) { a->n *= a->bound_size[k]; columns *= a->bound_size[a->m + k]; }
  a->columns = columns;
  if (a->n != columns && matrix_form[x->op].square) eval_fail(e, "a matrix of %lld rows and %lld columns is not square", (long long)a->n, (long long)columns);
  if (a->n > 20000 && !matrix_form[x->op].single) eval_fail(e, "a matrix with %lld rows is too large for the reference evaluator", (long long)a->n);

  int room = a->entry->nfree;
  for (int k = 0; k < vectors; k++) room += a->right[k]->nfree;
  a->slot = ARENA_ARRAY(e->arena, int, room + 1);
  a->size = ARENA_ARRAY(e->arena, int64_t, room + 1);
  for (int s = 0; s <= vectors; s++) {
    const Cell *side = s ? a->right[s - 1] : a->entry;
    for (int k = 0; k < side->nfree; k++) {
      bool skip = false;
      for (int b = 0; b < x->nbound; b++) skip |= a->bound_slot[b] == side->slot[k];
      for (int b = 0; b < a->nfree; b++) skip |= a->slot[b] == side->slot[k];
      if (skip) continue;
      a->slot[a->nfree] = side->slot[k];
      a->size[a->nfree++] = side->size[k];
    }
  }
  int64_t n = eval_table_size(e, a->nfree, a->size);
  if (n) a->table = ARENA_ARRAY(e->arena, Factor *, n);
  else a->last_key = ARENA_ARRAY(e->arena, int64_t, a->nfree + 1);
  e->budget -= n;
  return a;
}

static void set_indices(Eval *e, const Matrix *a, int first, int64_t flat)
{
  for (int k = a->m - 1; k >= 0; k--) {
    e->env[a->bound_slot[first + k]] = flat % a->bound_size[first + k];
    flat /= a->bound_size[first + k];
  }
}

/* A = L L' in place of the lower triangle; false if a pivot is not above `least` */
static bool cholesky(int64_t n, double *a, double least)
{
  for (int64_t j = 0; j < n; j++) {
    double pivot = a[j * n + j];
    for (int64_t k = 0; k < j; k++) pivot -= a[j * n + k] * a[j * n + k];
    if (!(pivot > least)) return false;
    a[j * n + j] = sqrt(pivot);
    for (int64_t i = j + 1; i < n; i++) {
      double s = a[i * n + j];
      for (int64_t k = 0; k < j; k++) s -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = s / a[j * n + j];
    }
  }
  return true;
}

static void cholesky_solve(int64_t n, const double *l, double *b)
{
  for (int64_t i = 0; i < n; i++) {
    for (int64_t k = 0; k < i; k++) b[i] -= l[i * n + k] * b[k];
    b[i] /= l[i * n + i];
  }
  for (int64_t i = n - 1; i >= 0; i--) {
    for (int64_t k = i + 1; k < n; k++) b[i] -= l[k * n + i] * b[k];
    b[i] /= l[i * n + i];
  }
}

/* the solution of least norm of A x = b by Jacobi's eigenvalues; a and v are n×n, a is destroyed */
static void least_norm_solve(int64_t n, double *a, double *v, double *b, double *w)
{
  for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) v[i * n + j] = i == j;
  for (int sweep = 0; sweep < 60; sweep++) {
    double off = 0, all = 0;
    for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) { double t = a[i * n + j] * a[i * n + j]; all += t; if (i != j) off += t; }
    if (!(off > DBL_EPSILON * DBL_EPSILON * all)) break;
    for (int64_t p = 0; p < n; p++) {
      for (int64_t q = p + 1; q < n; q++) {
        if (a[p * n + q] == 0) continue;
        double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
        double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + hypot(theta, 1)), c = 1 / hypot(t, 1), s = t * c;
        for (int64_t k = 0; k < n; k++) {
          double x = a[k * n + p], y = a[k * n + q];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (int64_t k = 0; k < n; k++) {
          double x = a[p * n + k], y = a[q * n + k];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
          x = v[k * n + p], y = v[k * n + q];
          v[k * n + p] = c * x - s * y;
          v[k * n + q] = s * x + c * y;
        }
      }
    }
  }
  double top = 0;
  for (int64_t k = 0; k < n; k++) top = fmax(top, fabs(a[k * n + k]));
  for (int64_t k = 0; k < n; k++) {
    w[k] = 0;
    if (!(fabs(a[k * n + k]) > (double)n * DBL_EPSILON * top)) continue;
    for (int64_t i = 0; i < n; i++) w[k] += v[i * n + k] * b[i];
    w[k] /= a[k * n + k];
  }
  for (int64_t i = 0; i < n; i++) {
    b[i] = 0;
    for (int64_t k = 0; k < n; k++) b[i] += v[i * n + k] * w[k];
  }
}

/* singular values into *values; with `w`, or for the polar factor, U diag(w) V' */
static double *singular(Eval *e, const Matrix *a, double *x, const double *w, double **values)
{
  size_t q = (size_t)a->n, d = (size_t)a->columns, k = q < d ? q : d;
  double *u = arena_alloc(e->arena, (q * k + k * d + q) * sizeof(double) + 1), *v = u + q * k, *s = v + k * d;
  double *out = arena_alloc(e->arena, q * d * sizeof(double) + 1);
  int bad = LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'S', (lapack_int)q, (lapack_int)d, x, (lapack_int)d, s, u, (lapack_int)k, v, (lapack_int)d);
  if (bad) eval_fail(e, "a matrix of %lld rows has no singular values", (long long)a->n);
  for (size_t i = 0; !bad && i < q; i++)
    for (size_t j = 0; j < d; j++) {
      out[i * d + j] = 0;
      for (size_t l = 0; l < k; l++) out[i * d + j] += u[i * k + l] * (w ? w[l] : 1) * v[l * d + j];
    }
  for (size_t l = k; l < q; l++) s[l] = 0;
  *values = s;
  return out;
}

/* vectors into the columns of *vectors, their greatest components positive */
static double *eigen(Eval *e, int64_t order, double *x, double **vectors)
{
  size_t n = (size_t)order;
  double *values = arena_alloc(e->arena, (n + n * n) * sizeof(double) + 1), *v = *vectors = values + n;
  if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'L', (lapack_int)n, x, (lapack_int)n, values)) eval_fail(e, "a matrix of %lld rows has no eigenvalues", (long long)n);
  for (size_t k = 0; k < n; k++) {
    size_t top = 0;
    for (size_t i = 1; i < n; i++) if (fabs(x[i * n + k]) > fabs(x[top * n + k])) top = i;
    for (size_t i = 0; i < n; i++) v[i * n + k] = x[top * n + k] < 0 ? -x[i * n + k] : x[i * n + k];
  }
  return values;
}

static double *ranks(Eval *e, int64_t n, const double *x)
{
  double *place = arena_alloc(e->arena, (size_t)n * sizeof(double) + 1);
  for (int64_t i = 0; i < n; i++) {
    place[i] = 1;
    for (int64_t j = 0; j < n; j++) place[i] += x[j] < x[i] || (x[j] == x[i] && j < i);
  }
  return place;
}

/* POOL, SHRINK, WITHIN, SHARE: vector, those beside the matrix one behind the other */
static double *descend(Eval *e, const Matrix *a, const double *matrix, const double *vector)
{
  int64_t n = a->n;
  double *x = arena_alloc(e->arena, (size_t)n * sizeof(double) + 1), *scratch = arena_alloc(e->arena, (size_t)(a->op == MAT_SHARE ? share_room(n) : descent_room(n)) * sizeof(double) + 1);
  if (a->op == MAT_POOL) descent_pool(n, matrix, vector, x, scratch);
  else if (a->op == MAT_SHRINK) descent_minimize(n, matrix, vector, vector + n, NULL, NULL, x, scratch);
  else if (a->op == MAT_SHARE) share_minimize(n, matrix, vector, vector + n, vector + 2 * n, x, scratch);
  else descent_minimize(n, matrix, vector, NULL, vector + n, vector + 2 * n, x, scratch);
  return x;
}

static double *scaled(Eval *e, const Matrix *a, const double *matrix, const double *sums)
{
  double *x = arena_alloc(e->arena, (size_t)(a->n * a->columns) * sizeof(double) + 1);
  double *scratch = arena_alloc(e->arena, (size_t)transport_room(a->n, a->columns) * sizeof(double));
  if (!transport_scale(a->n, a->columns, matrix, sums, x, scratch)) eval_fail(e, "no multiples of its rows and columns give a matrix of %lld rows these sums", (long long)a->n);
  return x;
}

static void fill(Eval *e, Matrix *a, Cell *entry, double *out)
{
  int64_t n = a->n, columns = a->columns;
  for (int64_t i = 0; i < n; i++) {
    set_indices(e, a, 0, i);
    for (int64_t j = 0; j < columns && !e->error; j++) {
      set_indices(e, a, a->m, j);
      out[i * columns + j] = eval_value(e, entry);
    }
  }
  if (!matrix_form[a->op].square) return;
  for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < i; j++) out[i * n + j] = out[j * n + i] = 0.5 * (out[i * n + j] + out[j * n + i]);
}

static Factor *factor_make(Eval *e, Matrix *a)
{
  size_t n = (size_t)a->n;
  Factor *f = ARENA_NEW(e->arena, Factor);
  int64_t *saved = ARENA_ARRAY(e->arena, int64_t, 2 * a->m);
  for (int k = 0; k < 2 * a->m; k++) saved[k] = e->env[a->bound_slot[k]];
  double *full = arena_alloc(e->arena, n * (size_t)a->columns * sizeof(double) + 1);
  fill(e, a, a->entry, full);
  if (a->vectors) f->solution = arena_alloc(e->arena, n * (size_t)(a->op == MAT_SCALE ? a->columns : a->vectors) * sizeof(double) + 1);
  if (a->op == MAT_SCALE) fill(e, a, a->right[0], f->solution);
  else for (int64_t k = 0; k < a->vectors * a->n && !e->error; k++) { set_indices(e, a, 0, k % a->n); f->solution[k] = eval_value(e, a->right[k / a->n]); }
  for (int k = 0; k < 2 * a->m; k++) e->env[a->bound_slot[k]] = saved[k];
  if (e->error) return f;
  if (a->op == MAT_EIGENVALUE) { f->values = eigen(e, a->n, full, &f->inverse); return f; }
  if (a->op == MAT_SCALE) { f->inverse = scaled(e, a, full, f->solution); return f; }
  if (a->op >= MAT_POOL) { f->values = descend(e, a, full, f->solution); return f; }
  if (a->op == MAT_RANK) { f->values = ranks(e, a->n, full); return f; }
  if (!matrix_form[a->op].square) { f->inverse = singular(e, a, full, f->solution, &f->values); return f; }

  double top = 0;
  for (size_t k = 0; k < n; k++) top = fmax(top, full[k * n + k]);
  f->lower = arena_copy(e->arena, full, n * n * sizeof(double) + 1);
  bool good = cholesky(a->n, f->lower, a->vectors ? (double)n * DBL_EPSILON * top : 0);
  if (a->vectors && good) cholesky_solve(a->n, f->lower, f->solution);
  else if (a->vectors) least_norm_solve(a->n, full, f->lower, f->solution, arena_alloc(e->arena, n * sizeof(double) + 1));
  else if (!good) eval_fail(e, "a matrix of %lld rows is not positive definite", (long long)a->n);
  else for (size_t k = 0; k < n; k++) f->logdet += 2 * log(f->lower[k * n + k]);
  return f;
}

static Factor *factor_now(Eval *e, Matrix *a)
{
  if (a->table) {
    Factor **f = &a->table[eval_table_at(e, a->nfree, a->slot, a->size)];
    return *f ? *f : (*f = factor_make(e, a));
  }
  bool same = a->last != NULL;
  for (int k = 0; k < a->nfree; k++) same = same && a->last_key[k] == e->env[a->slot[k]];
  if (!same) {
    a->last = factor_make(e, a);
    for (int k = 0; k < a->nfree; k++) a->last_key[k] = e->env[a->slot[k]];
  }
  return a->last;
}

/* row or column number of the element, from its m index arguments */
static int64_t place(Eval *e, const Matrix *a, Cell *const *index, int first)
{
  int64_t at = 0;
  for (int k = 0; k < a->m; k++) {
    int64_t i = eval_whole(e, index[k], "an index") - 1, size = a->bound_size[first + k];
    if (!e->error && (i < 0 || i >= size)) eval_fail(e, "a matrix has no row or column %lld, it has 1..%lld", (long long)i + 1, (long long)size);
    at = at * size + i;
  }
  return at;
}

double eval_matrix(Eval *e, Cell *c)
{
  Matrix *a = c->matrix;
  MatrixOp op = (MatrixOp)c->x->op;
  Factor *f = factor_now(e, a);
  if (e->error) return NAN;
  if (op == MAT_LOGDET) return f->logdet;
  if (matrix_form[op].element == 1) {
    int64_t i = place(e, a, c->arg + matrix_bodies(c->x), 0);
    return e->error ? NAN : op == MAT_SOLVE ? f->solution[i] : f->values[i];
  }
  size_t n = (size_t)a->n;
  if (!f->inverse) {
    f->inverse = arena_alloc(e->arena, n * n * sizeof(double) + 1);
    for (size_t k = 0; k < n; k++) { f->inverse[k * n + k] = 1; cholesky_solve(a->n, f->lower, f->inverse + k * n); }
  }
  int first = matrix_bodies(c->x);
  int64_t i = place(e, a, c->arg + first, 0), j = place(e, a, c->arg + first + a->m, a->m);
  return e->error ? NAN : f->inverse[(size_t)i * (size_t)a->columns + (size_t)j];
}
