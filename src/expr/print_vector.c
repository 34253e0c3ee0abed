/* print_vector.c: see print_vector.h. A vector is an array's entry with the index in one place, or sums and multiples of such. In an
 * inner product one side is data and the other a parameter: sums over components or over data stay sums.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print_vector.h"

static bool mentions(const Expr *e, const Index *i)
{
  if (e->kind == X_INDEX) return e->u.index == i;
  for (int k = 0; k < e->nargs; k++)
    if (mentions(e->arg[k], i)) return true;
  return false;
}

static bool is_vector(const Expr *e, const Index *i)
{
  int places = 0;
  if (e->kind == X_ACCESS) {
    for (int k = 0; k < e->nargs; k++) {
      if (e->arg[k]->kind == X_INDEX && e->arg[k]->u.index == i) places++;
      else if (mentions(e->arg[k], i)) return false;
    }
    return places == 1;
  }
  for (int k = 0; k < e->nargs && (e->kind == X_ADD || e->kind == X_MUL); k++) {
    if (is_vector(e->arg[k], i)) places++;
    else if (mentions(e->arg[k], i)) return false;
  }
  return e->kind == X_ADD ? places == e->nargs : e->kind == X_MUL && places == 1;
}

static bool is_data(const Expr *e, const Index *i)
{
  return e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA && e->nargs >= 2 && is_vector(e, i) && e->arg[e->nargs - 1]->kind == X_INDEX && e->arg[e->nargs - 1]->u.index == i;
}

static bool is_unknown(const Expr *e, const Index *i)
{
  if (e->kind == X_ADD) {
    for (int k = 0; k < e->nargs; k++)
      if (!is_unknown(e->arg[k], i)) return false;
    return true;
  }
  if (e->kind == X_MUL) return e->nargs == 2 && e->arg[0]->kind == X_NUM && is_unknown(e->arg[1], i);
  return e->kind == X_ACCESS && (e->u.sym->kind == SYM_PARAM || e->u.sym->kind == SYM_TOUCH) && is_vector(e, i);
}

/* b is a with i renamed to j */
static bool is_same(const Expr *a, const Index *i, const Expr *b, const Index *j)
{
  if (a->kind == X_INDEX && a->u.index == i) return b->kind == X_INDEX && b->u.index == j;
  if (!mentions(a, i)) return a == b;
  if (a->kind != b->kind || a->op != b->op || a->nargs != b->nargs || (a->kind == X_ACCESS && a->u.sym != b->u.sym)) return false;
  for (int k = 0; k < a->nargs; k++)
    if (!is_same(a->arg[k], i, b->arg[k], j)) return false;
  return a->kind == X_ACCESS || a->kind == X_ADD || a->kind == X_MUL;
}

static bool is_plain_sum(const Expr *e) { return e->kind == X_REDUCE && e->op == R_SUM && e->nargs == 2 && expr_is_num(e->arg[1], 1); }

/* v[i] * sum{j} v[j] * inv(S)[i, j] */
static bool is_quadratic(const Expr *body, VectorForm *f)
{
  if (body->kind != X_MUL || body->nargs != 2) return false;
  int at = is_plain_sum(body->arg[0]) ? 0 : 1;
  const Expr *v = body->arg[1 - at], *inner = body->arg[at];
  if (!is_plain_sum(inner) || inner->arg[0]->kind != X_MUL || inner->arg[0]->nargs != 2) return false;
  int m = inner->arg[0]->arg[0]->kind == X_MATRIX ? 0 : 1;
  const Expr *matrix = inner->arg[0]->arg[m], *w = inner->arg[0]->arg[1 - m];
  if (matrix->kind != X_MATRIX || matrix->op != MAT_INV || matrix->nbound != 2) return false;
  f->other = inner->u.bound[0];
  const Expr *row = matrix->arg[1], *column = matrix->arg[2];
  if (row->kind != X_INDEX || column->kind != X_INDEX) return false;
  bool there = row->u.index == f->index && column->u.index == f->other, back = row->u.index == f->other && column->u.index == f->index;
  if (!(there || back) || mentions(matrix->arg[0], f->index) || mentions(matrix->arg[0], f->other)) return false;
  if (!is_vector(v, f->index) || !is_same(v, f->index, w, f->other)) return false;
  f->kind = VECTOR_QUADRATIC;
  f->v = v;
  f->matrix = matrix;
  return true;
}

bool is_vector_form(const Expr *e, VectorForm *f)
{
  if (!is_plain_sum(e)) return false;
  const Expr *body = e->arg[0];
  *f = (VectorForm){ .index = e->u.bound[0] };
  if (body->kind == X_POW && expr_is_num(body->arg[1], 2) && is_vector(body->arg[0], f->index)) {
    f->kind = VECTOR_SQUARE;
    f->v = body->arg[0];
    return true;
  }
  if (body->kind == X_MUL && body->nargs == 2)
    for (int k = 0; k < 2; k++) {
      if (!is_data(body->arg[k], f->index) || !is_unknown(body->arg[1 - k], f->index)) continue;
      f->kind = VECTOR_DOT;
      f->v = body->arg[k];
      f->w = body->arg[1 - k];
      return true;
    }
  return is_quadratic(body, f);
}
