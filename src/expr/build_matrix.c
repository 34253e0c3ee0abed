/* build_matrix.c: matrix functions in canonical form: factors without the matrix's indices stand outside, a diagonal matrix is
 * inverted entry by entry. SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <math.h>

const MatrixForm matrix_form[MATRIX_OPS] = {
  [MAT_LOGDET] = { "logdet", 0, true, 0 }, [MAT_INV] = { "inv", 0, true, 2 }, [MAT_SOLVE] = { "solve", 1, true, 1 },
  [MAT_POLAR] = { "polar", 0, false, 2 }, [MAT_EIGENVALUE] = { "eigenvalues", 0, true, 1 },
  [MAT_EIGENVECTOR] = { "eigenvectors", 0, true, 2 }, [MAT_SINGULAR] = { "singular_values", 0, false, 1 },
  [MAT_RECOMPOSE] = { "recompose", 1, false, 2 }, [MAT_RANK] = { "ranks", 0, false, 1, true },
  [MAT_POOL] = { "pooled", 1, false, 1, true }, [MAT_SHRINK] = { "solve_shrunk", 2, true, 1 }, [MAT_WITHIN] = { "solve_within", 3, true, 1 },
  [MAT_SHARE] = { "solve_shares", 3, true, 1 },
  [MAT_SCALE] = { "scaled", 1, false, 2, .full = true },
};

/* of those that a positive factor leaves as they are, or multiplies by itself; POLAR and RECOMPOSE turn their sign with the matrix */
static const Expr *spectral_coefficient(Pool *pool, MatrixOp op, List *args)
{
  const Expr *rest;
  Number scale = split_number(pool, args->data[0], &rest);
  bool turns = op == MAT_POLAR || op == MAT_RECOMPOSE, grows = op == MAT_EIGENVALUE || op == MAT_SINGULAR;
  if (rest == pool->one || scale.value == 0 || isnan(scale.value)) return NULL;
  if (scale.value < 0 && !turns && op != MAT_SINGULAR) {    /* the order of what is counted turns: the sign stays inside */
    Number size = number_neg(scale);
    if (number_is(size, 1)) return NULL;
    args->data[0] = expr_neg(pool, rest);
    return grows ? num_of(pool, size) : NULL;
  }
  args->data[0] = rest;
  if (turns) return scale.value < 0 ? pool->minus_one : NULL;
  return !grows || number_is(scale, 1) ? NULL : num_of(pool, scale.value < 0 ? number_neg(scale) : scale);
}

const Expr *matrix_coefficient(Pool *pool, MatrixOp op, List *args)
{
  if (op == MAT_LOGDET) return NULL;
  const Expr *rest;
  if (op >= MAT_POOL) return NULL;
  if (op != MAT_INV && op != MAT_SOLVE) return spectral_coefficient(pool, op, args);
  Number c = split_number(pool, args->data[0], &rest), inverse, b;
  if (rest == pool->one || c.value == 0 || !number_pow(c, number_rat(-1, 1), &inverse)) inverse = number_rat(1, 1);
  else args->data[0] = rest;
  if (op == MAT_SOLVE) {
    b = split_number(pool, args->data[1], &rest);
    if (rest != pool->one && b.value != 0) {
      inverse = number_mul(inverse, b);
      args->data[1] = rest;
    }
  }
  return number_is(inverse, 1) ? NULL : num_of(pool, inverse);
}

static void split_matrix(const Expr *e, int m, Index *const *rows, Index *const *cols, List *with, List *without)
{
  int n = e->kind == X_MUL ? e->nargs : 1;
  for (int j = 0; j < n; j++) {
    const Expr *f = e->kind == X_MUL ? e->arg[j] : e;
    bool has = false;
    for (int k = 0; k < m; k++) if (expr_has_free(f, rows[k]) || expr_has_free(f, cols[k])) has = true;
    list_push(has ? with : without, f);
  }
}

static bool is_delta_of(const Expr *e, const Index *row, const Index *col)
{
  if (e->kind != X_CMP || e->op != C_EQ || e->arg[0]->kind != X_INDEX || e->arg[1]->kind != X_INDEX) return false;
  const Index *a = e->arg[0]->u.index, *b = e->arg[1]->u.index;
  return (a == row && b == col) || (a == col && b == row);
}

/* a diagonal matrix f(row) * (row == col), where `factors` are those of f: inv is (d == e) / f(d), logdet sum{d} log f(d) */
static const Expr *diagonal(Pool *pool, MatrixOp op, Index *row, Index *col, const List *factors, const Expr *const *element)
{
  if (op != MAT_INV && (op != MAT_LOGDET || !pool->log)) return NULL;          /* solve is defined for zeros in the diagonal too */
  int at = -1;
  for (int j = 0; j < factors->len && at < 0; j++) if (is_delta_of(factors->data[j], row, col)) at = j;
  if (at < 0) return NULL;
  List rest;
  list_init(&rest);
  for (int j = 0; j < factors->len; j++) if (j != at) list_push(&rest, factors->data[j]);
  const Expr *f = expr_subst_index(pool, product_of(pool, &rest), col, expr_index(pool, row));
  list_free(&rest);
  if (op == MAT_LOGDET) return expr_sum(pool, row, expr_call1(pool, pool->log, f));
  return expr_div(pool, expr_cmp(pool, C_EQ, element[0], element[1]), expr_subst_index(pool, f, row, element[0]));
}

/* The inverse of an inverse is the matrix, its log-determinant minus that of the matrix; `body` is inv(A)[row, col]. NULL: it is not */
static const Expr *of_inverse(Pool *pool, MatrixOp op, Index *row, Index *col, const Expr *body, const Expr *const *element)
{
  if ((op != MAT_INV && op != MAT_LOGDET) || body->kind != X_MATRIX || body->op != MAT_INV || body->nbound != 2) return NULL;
  const Expr *d = expr_index(pool, row), *e = expr_index(pool, col);
  bool straight = body->arg[1] == d && body->arg[2] == e, turned = body->arg[1] == e && body->arg[2] == d;
  Index *inner[2];
  const Expr *arg[3];
  if (!straight && !turned) return NULL;
  expr_open(pool, body, inner, arg);
  if (op == MAT_LOGDET) return expr_neg(pool, expr_matrix(pool, MAT_LOGDET, 1, &inner[0], &inner[1], arg[0], NULL, NULL));
  const Expr *at[2] = { element[turned], element[!turned] };
  return expr_subst_indices(pool, arg[0], 2, inner, at);
}

/* the determinant that all matrices of a parameter have by its domain; 0: they have not one */
static double known_determinant(const Expr *body, const Index *row, const Index *col)
{
  if (body->kind != X_ACCESS || body->nargs < 2 || !domain_has_det(&body->u.sym->domain)) return 0;
  const Expr *a = body->arg[body->nargs - 2], *b = body->arg[body->nargs - 1];
  bool whole = a->kind == X_INDEX && b->kind == X_INDEX && a->u.index != b->u.index && (a->u.index == row || a->u.index == col) && (b->u.index == row || b->u.index == col);
  return whole ? body->u.sym->domain.det : 0;
}

const Expr *expr_matrix(Pool *pool, MatrixOp op, int m, Index *const *rows, Index *const *cols, const Expr *body, const Expr *rhs,
                        const Expr *const *element)
{
  return expr_matrix_of(pool, op, m, rows, cols, body, &rhs, element);
}

const Expr *expr_matrix_of(Pool *pool, MatrixOp op, int m, Index *const *rows, Index *const *cols, const Expr *body, const Expr *const *vector,
                           const Expr *const *element)
{
  List in, out, args;
  if (op == MAT_RECOMPOSE && *vector == pool->one) op = MAT_POLAR;
  list_init(&in);
  list_init(&out);
  list_init(&args);
  split_matrix(body, m, rows, cols, &in, &out);
  const Expr *result = NULL, *outside = pool->one;
  double det = m == 1 && op == MAT_LOGDET && pool->log ? known_determinant(body, rows[0], cols[0]) : 0;
  if (det > 0) result = expr_call1(pool, pool->log, expr_num(pool, det));
  else if (m == 1) {
    List all;
    list_init(&all);
    for (int j = 0; j < in.len; j++) list_push(&all, in.data[j]);
    for (int j = 0; j < out.len; j++) list_push(&all, out.data[j]);
    result = diagonal(pool, op, rows[0], cols[0], &all, element);
    list_free(&all);
    if (!result && in.len == 1 && (op == MAT_INV || !out.len)) {
      result = of_inverse(pool, op, rows[0], cols[0], in.data[0], element);
      if (result) result = expr_div(pool, result, product_of(pool, &out));
    }
  }
  if (!result) {
    if (op == MAT_INV && in.len && out.len) {
      outside = expr_pow(pool, product_of(pool, &out), pool->minus_one);
      body = product_of(pool, &in);
    }
    list_push(&args, body);
    for (int k = 0; k < matrix_form[op].vectors; k++) {
      const Expr *v = vector[k];
      in.len = out.len = 0;
      if (op < MAT_POOL) split_matrix(v, m, rows, rows, &in, &out);
      if (in.len && out.len) { outside = product_of(pool, &out); v = product_of(pool, &in); }
      list_push(&args, v);
    }
    for (int j = 0; j < matrix_form[op].element * m; j++) list_push(&args, element[j]);
    Index *fresh[EXPR_OPEN_INDICES];
    for (int j = 0; j < m; j++) { fresh[j] = rows[j]; fresh[m + j] = cols[j]; }
    Expr proto = node_proto(X_MATRIX, args.len, args.data);
    proto.op = (uint8_t)op;
    proto.nbound = (uint8_t)(2 * m);
    result = expr_mul(pool, outside, binder_close(pool, &proto, fresh));
  }
  list_free(&in);
  list_free(&out);
  list_free(&args);
  return result;
}

/* the columns of vectors: an axis of one place */
static void single_columns(Pool *pool, int m, Index **column)
{
  if (!pool->single) pool->single = axis_new(pool, name_of(""), 1);
  for (int j = 0; j < m; j++) column[j] = index_new(pool, name_of(""), pool->single);
}

const Expr *expr_rank(Pool *pool, int m, Index *const *rows, const Expr *body, const Expr *const *element)
{
  Index *column[EXPR_OPEN_INDICES];
  single_columns(pool, m, column);
  return expr_matrix(pool, MAT_RANK, m, rows, column, body, NULL, element);
}

const Expr *expr_pool(Pool *pool, int m, Index *const *rows, const Expr *h, const Expr *a, const Expr *const *element)
{
  Index *column[EXPR_OPEN_INDICES];
  single_columns(pool, m, column);
  return expr_matrix(pool, MAT_POOL, m, rows, column, h, a, element);
}
