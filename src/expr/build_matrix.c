/* build_matrix.c: matrix functions in canonical form: factors without the matrix's indices stand outside, a diagonal matrix is
 * inverted entry by entry. SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"

const Expr *matrix_coefficient(Pool *pool, MatrixOp op, List *args)
{
  if (op == MAT_LOGDET) return NULL;
  const Expr *rest;
  if (op == MAT_POLAR) {                                   /* a scale does not turn; a sign does */
    Number scale = split_number(pool, args->data[0], &rest);
    if (rest == pool->one || scale.value == 0) return NULL;
    args->data[0] = rest;
    return scale.value < 0 ? pool->minus_one : NULL;
  }
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
  if (op == MAT_SOLVE || op == MAT_POLAR || (op == MAT_LOGDET && !pool->log)) return NULL;          /* solve is defined for zeros in the diagonal too */
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

const Expr *expr_matrix(Pool *pool, MatrixOp op, int m, Index *const *rows, Index *const *cols, const Expr *body, const Expr *rhs,
                        const Expr *const *element)
{
  List in, out, args;
  list_init(&in);
  list_init(&out);
  list_init(&args);
  split_matrix(body, m, rows, cols, &in, &out);
  const Expr *result = NULL, *outside = pool->one;
  if (m == 1) {
    List all;
    list_init(&all);
    for (int j = 0; j < in.len; j++) list_push(&all, in.data[j]);
    for (int j = 0; j < out.len; j++) list_push(&all, out.data[j]);
    result = diagonal(pool, op, rows[0], cols[0], &all, element);
    list_free(&all);
  }
  if (!result) {
    if (op == MAT_INV && in.len && out.len) {
      outside = expr_pow(pool, product_of(pool, &out), pool->minus_one);
      body = product_of(pool, &in);
    }
    list_push(&args, body);
    if (op == MAT_SOLVE) {
      in.len = out.len = 0;
      split_matrix(rhs, m, rows, rows, &in, &out);
      if (in.len && out.len) { outside = product_of(pool, &out); rhs = product_of(pool, &in); }
      list_push(&args, rhs);
    }
    int n = op == MAT_INV || op == MAT_POLAR ? 2 * m : op == MAT_SOLVE ? m : 0;
    for (int j = 0; j < n; j++) list_push(&args, element[j]);
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
