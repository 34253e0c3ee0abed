/* sides.c: see sides.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/sides.h"
#include <string.h>

/* e = of_row * of_col, each over its own pair of indices */
typedef struct Product { const Expr *of_row, *of_col; } Product;
typedef struct Split { Pool *pool; Index *const *row, *const *col; } Split;

static bool has_any(const Expr *e, Index *const *pair) { return expr_has_free(e, pair[0]) || expr_has_free(e, pair[1]); }

static bool split_term(const Split *s, const Expr *e, Product *out);

/* f(row) * u(col) + f(row) * v(col): what they have in common stands outside */
static bool split_sum_of_terms(const Split *s, const Expr *e, Product *out)
{
  const Expr **rows = ARENA_ARRAY(pool_arena(s->pool), const Expr *, e->nargs), **cols = ARENA_ARRAY(pool_arena(s->pool), const Expr *, e->nargs);
  bool same_row = true, same_col = true;
  for (int i = 0; i < e->nargs; i++) {
    Product p;
    if (!split_term(s, e->arg[i], &p)) return false;
    rows[i] = p.of_row;
    cols[i] = p.of_col;
    same_row &= rows[i] == rows[0];
    same_col &= cols[i] == cols[0];
  }
  if (same_row) *out = (Product){ rows[0], expr_add_n(s->pool, e->nargs, cols) };
  else if (same_col) *out = (Product){ expr_add_n(s->pool, e->nargs, rows), cols[0] };
  return same_row || same_col;
}

static bool split_term(const Split *s, const Expr *e, Product *out)
{
  const Expr *one = expr_num(s->pool, 1);
  if (!has_any(e, s->row)) { *out = (Product){ one, e }; return true; }
  if (!has_any(e, s->col)) { *out = (Product){ e, one }; return true; }
  if (e->kind == X_ADD) return split_sum_of_terms(s, e, out);
  if (e->kind == X_MUL) {
    *out = (Product){ one, one };
    for (int i = 0; i < e->nargs; i++) {
      Product p;
      if (!split_term(s, e->arg[i], &p)) return false;
      out->of_row = expr_mul(s->pool, out->of_row, p.of_row);
      out->of_col = expr_mul(s->pool, out->of_col, p.of_col);
    }
    return true;
  }
  if (e->kind != X_REDUCE || e->op != R_SUM || e->nargs != 2) return false;
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  Product p;
  expr_open(s->pool, e, open, arg);
  if (!split_term(s, arg[0], &p)) return false;
  bool in_row = expr_has_free(p.of_row, open[0]) || expr_has_free(arg[1], open[0]), in_col = expr_has_free(p.of_col, open[0]);
  if (!expr_is_num(arg[1], 1) || (in_row && in_col)) return false;
  out->of_row = in_row ? expr_sum(s->pool, open[0], p.of_row) : p.of_row;
  out->of_col = in_row ? p.of_col : expr_sum(s->pool, open[0], p.of_col);
  return true;
}

/* e / [i == j] where that is a factor; NULL: it is not */
static const Expr *without_identity(Pool *pool, const Expr *e, Index *const *pair)
{
  const Expr *identity = expr_cmp(pool, C_EQ, expr_index(pool, pair[0]), expr_index(pool, pair[1]));
  if (e == identity) return expr_num(pool, 1);
  for (int i = 0; e->kind == X_MUL && i < e->nargs; i++) {
    if (e->arg[i] != identity) continue;
    const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
    memcpy(arg, e->arg, (size_t)e->nargs * sizeof *arg);
    arg[i] = expr_num(pool, 1);
    const Expr *rest = expr_mul_n(pool, e->nargs, arg);
    return has_any(rest, pair) ? NULL : rest;
  }
  return NULL;
}

static const Expr *plus(Pool *pool, const Expr *a, const Expr *b) { return a ? expr_add(pool, a, b) : b; }

bool sides_split(Pool *pool, const Expr *H, Index *const row[2], Index *const col[2], Sides *out)
{
  const Split s = { pool, row, col };
  int n = H->kind == X_ADD ? H->nargs : 1;
  memset(out, 0, sizeof *out);
  for (int i = 0; i < n; i++) {
    Product p;
    if (!split_term(&s, H->kind == X_ADD ? H->arg[i] : H, &p)) return false;
    const Expr *r = without_identity(pool, p.of_row, row), *c = without_identity(pool, p.of_col, col);
    if (r && c) out->same = plus(pool, out->same, expr_mul(pool, r, c));
    else if (r) out->right = plus(pool, out->right, expr_mul(pool, r, p.of_col));
    else if (c) out->left = plus(pool, out->left, expr_mul(pool, c, p.of_row));
    else if (!out->first) { out->first = p.of_row; out->second = p.of_col; }
    else if (out->first == p.of_row) out->second = expr_add(pool, out->second, p.of_col);
    else if (out->second == p.of_col) out->first = expr_add(pool, out->first, p.of_row);
    else return false;
  }
  return true;
}
