/* facts_matrix.c: positive semidefiniteness of an expression as a matrix in two of its indices.
 *
 * Composed upward: sums and nonnegative multiples of semidefinite matrices, products v[d] * v[e], entry by entry products (Schur),
 * nonnegative diagonals, inverses, entries of parameters in spd; of data it is tested on the numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

typedef struct Pair { Facts *facts; const Index *row, *col; bool strictly; } Pair;      /* strictly: definite */

static bool semidefinite(const Pair *, const Expr *);

static bool has(const Expr *e, const Index *i) { return expr_has_free(e, i); }
static bool is_index_of(const Expr *e, const Index *i) { return e->kind == X_INDEX && e->u.index == i; }

static bool is_pair_of(const Pair *p, const Expr *a, const Expr *b)
{
  return (is_index_of(a, p->row) && is_index_of(b, p->col)) || (is_index_of(a, p->col) && is_index_of(b, p->row));
}

/* every matrix of the array over axes r and c: symmetric, and L L' but for rounding */
static bool numbers_semidefinite(const Array *a, int r, int c, bool strictly)
{
  int64_t n = a->size[r], stride[ARRAY_MAX_AXES], count = array_count(a), step = 1;
  enum { SIZE_MOST = 4000 };
  if (n != a->size[c] || n > SIZE_MOST || n == 0) return false;
  for (int k = a->naxes - 1; k >= 0; k--) { stride[k] = step; step *= a->size[k]; }
  double *m = malloc((size_t)(n * n) * sizeof *m);
  bool ok = m != NULL;
  for (int64_t at = 0; ok && at < count; at++) {
    if (at / stride[r] % n || at / stride[c] % n) continue;            /* the corner of each matrix */
    double scale = 0;
    for (int64_t i = 0; i < n; i++)
      for (int64_t j = 0; j < n; j++) scale = fmax(scale, fabs(m[i * n + j] = a->data[at + i * stride[r] + j * stride[c]]));
    for (int64_t i = 0; ok && i < n; i++)
      for (int64_t j = 0; ok && j < i; j++) ok = fabs(m[i * n + j] - m[j * n + i]) <= 1e-12 * scale;
    if (!isfinite(scale) || (strictly && scale == 0)) ok = false;
    for (int64_t i = 0; i < n; i++) m[i * n + i] += (strictly ? -1e-10 : 1e-10) * scale;
    ok = ok && (scale == 0 || LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', (lapack_int)n, m, (lapack_int)n) == 0);
  }
  free(m);
  return ok;
}

static bool access_semidefinite(const Pair *p, const Expr *e)
{
  const Symbol *s = e->u.sym->kind == SYM_TOUCH && e->u.sym->twin ? e->u.sym->twin : e->u.sym;
  int at[2], n = 0;
  for (int k = 0; k < e->nargs; k++) {
    if (is_index_of(e->arg[k], p->row) || is_index_of(e->arg[k], p->col)) { if (n == 2) return false; at[n++] = k; }
    else if (has(e->arg[k], p->row) || has(e->arg[k], p->col)) return false;
  }
  if (n != 2 || !is_pair_of(p, e->arg[at[0]], e->arg[at[1]])) return false;
  if (s->kind == SYM_PARAM) return s->domain.kind == DOMAIN_SPD && s->domain.axes == (1u << at[0] | 1u << at[1]);
  if (s->def) {
    const Expr *def = expr_subst_indices(p->facts->pool, s->def, s->naxes, s->own, e->arg);
    return semidefinite(p, def);
  }
  return s->value && numbers_semidefinite(s->value, at[0], at[1], p->strictly);
}

/* f(row) * f(col), positive numbers aside */
static bool is_square_of_one(const Pair *p, const Expr *f, const Expr *g)
{
  const Expr *a, *b;
  double x = expr_split_coef(p->facts->pool, expr_subst_index(p->facts->pool, f, (Index *)p->row, expr_index(p->facts->pool, (Index *)p->col)), &a);
  double y = expr_split_coef(p->facts->pool, g, &b);
  return a == b && x * y > 0;
}

static bool product_semidefinite(const Pair *p, const Expr *e)
{
  Facts *f = p->facts;
  Pool *pool = f->pool;
  const Expr *scalar = pool->one, *left = pool->one, *right = pool->one, *matrix = NULL;
  bool several = false, delta = false;
  for (int k = 0; k < e->nargs; k++) {
    const Expr *x = e->arg[k];
    bool r = has(x, p->row), c = has(x, p->col);
    if (r && c) {
      delta |= x->kind == X_CMP && x->op == C_EQ && is_pair_of(p, x->arg[0], x->arg[1]);
      several |= matrix != NULL;
      if (!semidefinite(p, x)) return false;                            /* Schur: entry by entry products stay semidefinite */
      matrix = x;
    } else if (r) left = expr_mul(pool, left, x);
    else if (c) right = expr_mul(pool, right, x);
    else scalar = expr_mul(pool, scalar, x);
  }
  if (delta) {                                                         /* a diagonal: what stands beside must not be negative on it */
    const Expr *diagonal = expr_mul(pool, scalar, expr_mul(pool, expr_subst_index(pool, left, (Index *)p->row, expr_index(pool, (Index *)p->col)), right));
    return p->strictly ? facts_is_positive(f, diagonal) && !several : facts_is_nonnegative(f, diagonal);
  }
  bool one = left != pool->one || right != pool->one;
  if (one && !is_square_of_one(p, left, right)) return false;
  if (p->strictly) return !one && matrix && !several && facts_is_positive(f, scalar);
  return facts_is_nonnegative(f, scalar);
}

/* body: of sum{i} C[d, i] * sum{j} B[i, j] * C[e, j] with a semidefinite B */
static bool is_congruence(const Pair *p, Index *i, const Expr *body)
{
  Pool *pool = p->facts->pool;
  if (body->kind != X_MUL) return false;
  for (int k = 0; k < body->nargs; k++) {
    Index *j[EXPR_OPEN_INDICES];
    const Expr *inner[EXPR_OPEN_ARGS], *left = pool->one, *right = pool->one, *middle = pool->one;
    if (!facts_is_whole_sum(body->arg[k])) continue;
    expr_open(pool, body->arg[k], j, inner);
    const Expr *all = expr_mul(pool, expr_div(pool, body, body->arg[k]), inner[0]);
    for (int m = 0; m < all->nargs && all->kind == X_MUL; m++) {
      const Expr *x = all->arg[m];
      if (has(x, p->row)) left = expr_mul(pool, left, x);
      else if (has(x, p->col)) right = expr_mul(pool, right, x);
      else middle = expr_mul(pool, middle, x);
    }
    if (has(left, p->col) || has(right, p->row)) continue;
    if (has(left, j[0])) { const Expr *t = left; left = right; right = t; }
    bool swapped = has(left, p->col);
    const Index *from[2] = { swapped ? p->col : p->row, i }, *to[2] = { swapped ? p->row : p->col, j[0] };
    const Expr *moved = left;
    for (int m = 0; m < 2; m++) moved = expr_subst_index(pool, moved, (Index *)from[m], expr_index(pool, (Index *)to[m]));
    if (moved == right && i->axis == j[0]->axis && facts_is_semidefinite(p->facts, middle, i, j[0], false)) return true;
  }
  return false;
}

static bool semidefinite(const Pair *p, const Expr *e)
{
  Facts *f = p->facts;
  if (!has(e, p->row) && !has(e, p->col)) return !p->strictly && facts_is_nonnegative(f, e);
  switch ((ExprKind)e->kind) {
    case X_ADD: {
      const Pair weak = { f, p->row, p->col, false };
      bool one = false;
      for (int k = 0; k < e->nargs; k++) {
        if (!semidefinite(&weak, e->arg[k])) return false;
        one = one || (p->strictly && semidefinite(p, e->arg[k]));
      }
      return one || !p->strictly;
    }
    case X_MUL: return product_semidefinite(p, e);
    case X_REDUCE: {
      Index *open[EXPR_OPEN_INDICES];
      const Expr *arg[EXPR_OPEN_ARGS];
      if (e->op != R_SUM || (p->strictly && !facts_is_whole_sum(e))) return false;
      for (int k = 1; k < e->nargs; k++) if (has(e->arg[k], p->row) || has(e->arg[k], p->col)) return false;
      expr_open(f->pool, e, open, arg);
      return semidefinite(p, arg[0]) || (!p->strictly && is_congruence(p, open[0], arg[0]));
    }
    case X_POW: return !p->strictly && expr_is_num(e->arg[1], 2) && semidefinite(p, e->arg[0]);          /* Schur */
    case X_ACCESS: return access_semidefinite(p, e);
    case X_CMP: return e->op == C_EQ && is_pair_of(p, e->arg[0], e->arg[1]);
    case X_MATRIX: return e->op == MAT_INV && e->nbound == 2 && is_pair_of(p, e->arg[1], e->arg[2]);
    default: return false;
  }
}

bool facts_is_semidefinite(Facts *f, const Expr *e, const Index *row, const Index *col, bool strictly)
{
  const Pair p = { f, row, col, strictly };
  return semidefinite(&p, e);
}

bool facts_is_matrix_sum(Facts *f, const Expr *e)
{
  if (!facts_is_whole_sum(e)) return false;
  bool nested = facts_is_whole_sum(e->arg[0]);
  for (int k = 0; k < e->arg[0]->nargs && e->arg[0]->kind == X_MUL; k++) nested |= facts_is_whole_sum(e->arg[0]->arg[k]);
  if (!nested) return false;
  Pool *p = f->pool;
  Index *row[EXPR_OPEN_INDICES], *col[EXPR_OPEN_INDICES];
  const Expr *outer[EXPR_OPEN_ARGS], *inner[EXPR_OPEN_ARGS];
  expr_open(p, facts_unbind(f, e), row, outer);
  int n = outer[0]->kind == X_MUL ? outer[0]->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *x = outer[0]->kind == X_MUL ? outer[0]->arg[k] : outer[0];
    if (!facts_is_whole_sum(x) || !has(x, row[0])) continue;
    expr_open(p, x, col, inner);
    if (col[0]->axis != row[0]->axis) continue;
    const Expr *rest = n > 1 ? expr_div(p, outer[0], x) : p->one;
    if (facts_is_semidefinite(f, expr_mul(p, rest, inner[0]), row[0], col[0], false)) return true;
  }
  return false;
}
