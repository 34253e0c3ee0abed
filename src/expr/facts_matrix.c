/* facts_matrix.c: positive semidefiniteness of an expression as a matrix in two of its indices, or in pairs of several.
 *
 * Composed upward: sums and nonnegative multiples of semidefinite matrices, products v[d] * v[e], entry by entry products (Schur),
 * nonnegative diagonals, inverses, entries of parameters in spd; of data it is tested on the numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

/* the matrix with the rows row[0..n-1] and columns col[0..n-1], several indices taken as one; strictly: definite */
typedef struct Pair { Facts *facts; int n; const Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES]; bool strictly; } Pair;

static bool semidefinite(const Pair *, const Expr *);

static bool has(const Expr *e, const Index *i) { return expr_has_free(e, i); }
static bool is_index_of(const Expr *e, const Index *i) { return e->kind == X_INDEX && e->u.index == i; }

static bool has_any(const Expr *e, int n, const Index *const *i)
{
  for (int k = 0; k < n; k++) if (has(e, i[k])) return true;
  return false;
}

/* which pair these two are, in either order; -1: none */
static int pair_of(const Pair *p, const Expr *a, const Expr *b)
{
  for (int k = 0; k < p->n; k++)
    if ((is_index_of(a, p->row[k]) && is_index_of(b, p->col[k])) || (is_index_of(a, p->col[k]) && is_index_of(b, p->row[k]))) return k;
  return -1;
}

/* does e stand on no pair but this one? */
static bool only_on(const Pair *p, int pair, const Expr *e)
{
  for (int k = 0; k < p->n; k++) if (k != pair && (has(e, p->row[k]) || has(e, p->col[k]))) return false;
  return true;
}

static const Expr *row_to_col(const Pair *p, int k, const Expr *e)
{
  return expr_subst_index(p->facts->pool, e, (Index *)p->row[k], expr_index(p->facts->pool, (Index *)p->col[k]));
}

/* every matrix of the array over axes r and c: symmetric, and L L' but for rounding */
static bool numbers_semidefinite(const Array *a, int r, int c, bool strictly)
{
  int64_t n = a->size[r], stride[ARRAY_MAX_AXES], count = array_count(a), step = 1;
  enum { SIZE_MOST = 4000 };
  if (a->sparse || n != a->size[c] || n > SIZE_MOST || n == 0) return false;
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
    ok = ok && (scale == 0 || LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', (lapack_int)n, m, (lapack_int)n) == 0);
  }
  free(m);
  return ok;
}

int facts_definite_numbers(const Array *a)
{
  int n = a->naxes;
  if (n < 2) return 0;
  return numbers_semidefinite(a, n - 2, n - 1, true) ? 2 : numbers_semidefinite(a, n - 2, n - 1, false);
}

static bool access_semidefinite(const Pair *p, const Expr *e)
{
  const Symbol *s = e->u.sym->kind == SYM_TOUCH && e->u.sym->twin ? e->u.sym->twin : e->u.sym;
  int at[2], n = 0;
  if (s->def) return semidefinite(p, expr_inline_weights(p->facts->pool, e));
  for (int k = 0; k < e->nargs; k++)
    if (has_any(e->arg[k], p->n, p->row) || has_any(e->arg[k], p->n, p->col)) { if (n == 2) return false; at[n++] = k; }
  if (n != 2) return false;
  int pair = pair_of(p, e->arg[at[0]], e->arg[at[1]]);
  if (pair < 0 || (p->strictly && p->n > 1)) return false;
  if (s->kind == SYM_PARAM || s->domain.kind == DOMAIN_SPD) return s->domain.kind == DOMAIN_SPD && s->domain.axes == (1u << at[0] | 1u << at[1]) && !(p->strictly && s->domain.lo == 0);
  if (!s->value) return at[1] == e->nargs - 1 && at[0] == e->nargs - 2 && s->definite > p->strictly;
  return numbers_semidefinite(s->value, at[0], at[1], p->strictly);
}

/* f(rows) * f(columns), positive numbers aside */
static bool is_square_of_one(const Pair *p, const Expr *f, const Expr *g)
{
  const Expr *a = f, *b;
  for (int k = 0; k < p->n; k++) a = row_to_col(p, k, a);
  double x = expr_split_coef(p->facts->pool, a, &a), y = expr_split_coef(p->facts->pool, g, &b);
  return a == b && x * y > 0;
}

/* where a pair is equal: without it, and the same index in both */
static bool diagonal_semidefinite(const Pair *p, int pair, const Expr *rest)
{
  Pair fewer = { .facts = p->facts, .strictly = p->strictly };
  rest = row_to_col(p, pair, rest);
  for (int k = 0; k < p->n; k++) {
    if (k == pair) continue;
    fewer.row[fewer.n] = p->row[k];
    fewer.col[fewer.n++] = p->col[k];
  }
  if (fewer.n) return semidefinite(&fewer, rest);
  return p->strictly ? facts_is_positive(p->facts, rest) : facts_is_nonnegative(p->facts, rest);
}

static bool product_semidefinite(const Pair *p, const Expr *e)
{
  Facts *f = p->facts;
  Pool *pool = f->pool;
  const Expr *scalar = pool->one, *left = pool->one, *right = pool->one;
  int matrices = 0;
  for (int k = 0; k < e->nargs; k++) {
    int pair = e->arg[k]->kind == X_CMP && e->arg[k]->op == C_EQ ? pair_of(p, e->arg[k]->arg[0], e->arg[k]->arg[1]) : -1;
    if (pair >= 0) return diagonal_semidefinite(p, pair, expr_div(pool, e, e->arg[k]));
  }
  for (int k = 0; k < e->nargs; k++) {
    const Expr *x = e->arg[k];
    bool r = has_any(x, p->n, p->row), c = has_any(x, p->n, p->col);
    if (r && c) {
      if (!semidefinite(p, x)) return false;                            /* Schur: entry by entry products stay semidefinite */
      matrices++;
    } else if (r) left = expr_mul(pool, left, x);
    else if (c) right = expr_mul(pool, right, x);
    else scalar = expr_mul(pool, scalar, x);
  }
  bool one = left != pool->one || right != pool->one;
  if (one && !is_square_of_one(p, left, right)) return false;
  if (p->strictly) return !one && matrices == 1 && facts_is_positive(f, scalar);
  return facts_is_nonnegative(f, scalar);
}

/* body: of sum{i} C[d, i] * sum{j} B[i, j] * C[e, j] with a semidefinite B */
static bool is_congruence(const Pair *p, Index *i, const Expr *body)
{
  Pool *pool = p->facts->pool;
  if (body->kind != X_MUL) return false;
  for (int k = 0; k < body->nargs; k++) {
    Index *j[EXPR_OPEN_INDICES];
    const Expr *inner[EXPR_OPEN_ARGS], *side[2] = { pool->one, pool->one }, *middle = pool->one;      /* of i, of j */
    if (!facts_is_whole_sum(body->arg[k])) continue;
    expr_open(pool, body->arg[k], j, inner);
    const Expr *all = expr_mul(pool, expr_div(pool, body, body->arg[k]), inner[0]);
    bool apart = all->kind == X_MUL && i->axis == j[0]->axis;
    for (int m = 0; apart && m < all->nargs; m++) {
      const Expr *x = all->arg[m];
      if (!has_any(x, p->n, p->row) && !has_any(x, p->n, p->col)) { middle = expr_mul(pool, middle, x); continue; }
      int of = has(x, j[0]);
      apart = !(of && has(x, i));
      side[of] = expr_mul(pool, side[of], x);
    }
    bool swapped = has_any(side[0], p->n, p->col);
    if (!apart || has_any(side[0], p->n, swapped ? p->row : p->col) || has_any(side[1], p->n, swapped ? p->col : p->row)) continue;
    const Expr *moved = expr_subst_index(pool, side[0], i, expr_index(pool, j[0]));
    for (int m = 0; m < p->n; m++)
      moved = expr_subst_index(pool, moved, (Index *)(swapped ? p->col[m] : p->row[m]), expr_index(pool, (Index *)(swapped ? p->row[m] : p->col[m])));
    const Index *row[1] = { i }, *col[1] = { j[0] };
    if (moved == side[1] && facts_is_semidefinite(p->facts, middle, 1, row, col, false)) return true;
  }
  return false;
}

static bool semidefinite(const Pair *p, const Expr *e)
{
  Facts *f = p->facts;
  if (!has_any(e, p->n, p->row) && !has_any(e, p->n, p->col)) return !p->strictly && facts_is_nonnegative(f, e);
  switch ((ExprKind)e->kind) {
    case X_ADD: {
      Pair weak = *p;
      bool one = false;
      weak.strictly = false;
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
      for (int k = 1; k < e->nargs; k++) if (has_any(e->arg[k], p->n, p->row) || has_any(e->arg[k], p->n, p->col)) return false;
      expr_open(f->pool, e, open, arg);
      return semidefinite(p, arg[0]) || (!p->strictly && is_congruence(p, open[0], arg[0]));
    }
    case X_POW: return !p->strictly && expr_is_num(e->arg[1], 2) && semidefinite(p, e->arg[0]);          /* Schur */
    case X_ACCESS: return access_semidefinite(p, e);
    case X_CMP: {
      int pair = e->op == C_EQ ? pair_of(p, e->arg[0], e->arg[1]) : -1;
      return pair >= 0 && (p->n == 1 || !p->strictly);
    }
    case X_MATRIX: {
      int pair = e->op == MAT_INV && e->nbound == 2 ? pair_of(p, e->arg[1], e->arg[2]) : -1;
      return pair >= 0 && only_on(p, pair, e) && (p->n == 1 || !p->strictly);
    }
    default: return false;
  }
}

bool facts_is_semidefinite(Facts *f, const Expr *e, int n, const Index *const *row, const Index *const *col, bool strictly)
{
  Pair p = { .facts = f, .n = n, .strictly = strictly };
  for (int k = 0; k < n; k++) { p.row[k] = row[k]; p.col[k] = col[k]; }
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
    const Index *r[1] = { row[0] }, *c[1] = { col[0] };
    if (facts_is_semidefinite(f, expr_mul(p, rest, inner[0]), 1, r, c, false)) return true;
  }
  return false;
}

/* x[…, i, …] of a parameter on the sphere over i's axis; also of its touch */
bool facts_is_direction(const Expr *x, const Index *i)
{
  if (x->kind != X_ACCESS) return false;
  const Symbol *s = x->u.sym->kind == SYM_TOUCH && x->u.sym->twin ? x->u.sym->twin : x->u.sym;
  if (s->domain.kind != DOMAIN_SPHERE) return false;
  for (int k = 0; k < x->nargs; k++) if ((s->domain.axes >> k & 1) != (unsigned)is_index_of(x->arg[k], i)) return false;
  return true;
}

/* the places of rows and columns in an entry of a matrix with orthonormal rows; NULL: x is none, or row or col tell matrices apart */
static const Symbol *orthonormal_entry(const Expr *x, const Index *row, const Index *col, int at[2])
{
  int n = 0;
  if (x->kind != X_ACCESS) return NULL;
  const Symbol *s = x->u.sym->kind == SYM_TOUCH && x->u.sym->twin ? x->u.sym->twin : x->u.sym;
  if (s->domain.kind != DOMAIN_ORTHOGONAL) return NULL;
  for (int k = 0; k < x->nargs; k++) {
    if (!(s->domain.axes >> k & 1)) { if (has(x->arg[k], row) || has(x->arg[k], col)) return NULL; continue; }
    if (n == 2) return NULL;
    at[n++] = k;
  }
  return n == 2 ? s : NULL;
}

bool facts_is_rotation(const Expr *x, const Index *row, const Index *col)
{
  int at[2];
  const Symbol *s = orthonormal_entry(x, row, col, at);
  return s && s->axis[at[0]]->size > 0 && s->axis[at[0]]->size == s->axis[at[1]]->size &&
         ((is_index_of(x->arg[at[0]], row) && is_index_of(x->arg[at[1]], col)) || (is_index_of(x->arg[at[0]], col) && is_index_of(x->arg[at[1]], row)));
}

bool facts_is_frame(const Expr *x, const Index *row, const Index *col)
{
  int at[2];
  return orthonormal_entry(x, row, col, at) && is_index_of(x->arg[at[0]], row) && is_index_of(x->arg[at[1]], col);
}

bool facts_is_form_on_sphere(Facts *f, const Expr *e)
{
  Pool *p = f->pool;
  Index *row[EXPR_OPEN_INDICES], *col[EXPR_OPEN_INDICES];
  const Expr *outer[EXPR_OPEN_ARGS], *inner[EXPR_OPEN_ARGS];
  if (!facts_is_whole_sum(e)) return false;
  expr_open(p, facts_unbind(f, e), row, outer);
  const Expr *body = outer[0], *u = NULL;
  int n = body->kind == X_MUL ? body->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *x = body->kind == X_MUL ? body->arg[k] : body;
    if (x->kind == X_POW && expr_is_num(x->arg[1], 2) && facts_is_direction(x->arg[0], row[0])) return facts_is_positive(f, expr_div(p, body, x));
    if (facts_is_direction(x, row[0])) u = x;
  }
  for (int k = 0; u && k < n; k++) {                        /* sum{d} u[d] * sum{e} B[d, e] * u[e] */
    if (!facts_is_whole_sum(body->arg[k])) continue;
    expr_open(p, body->arg[k], col, inner);
    const Expr *v = expr_subst_index(p, u, row[0], expr_index(p, col[0]));
    if (col[0]->axis != row[0]->axis) continue;
    const Expr *B = expr_div(p, expr_mul(p, expr_div(p, expr_div(p, body, body->arg[k]), u), inner[0]), v);
    const Index *r[1] = { row[0] }, *c[1] = { col[0] };
    if (!expr_has_symbol(B, u->u.sym) && facts_is_semidefinite(f, B, 1, r, c, true)) return true;
  }
  return false;
}
