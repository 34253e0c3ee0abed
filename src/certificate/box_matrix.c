/* box_matrix.c: bounds of definite matrices: is the gap convex in them, or in their inverses, and 0 with its slope at the touch? Then it is
 * nowhere negative, for matrices of any size; see box_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "certificate/vanish.h"
#include "expr/diff.h"

/* what moves, or what stands for it */
typedef struct Moving { int n; Symbol *symbol[MATCH_MAX_HOLES]; } Moving;

/* the gap and its slope, where everything that moves is at its touch: are they seen to be 0? */
static bool touches(Prover *p, const Expr *gap, const Moving *m)
{
  for (int i = -1; i < m->n; i++) {
    Symbol *s = i < 0 ? NULL : m->symbol[i];
    Index *at[ARRAY_MAX_AXES] = { p->s.at };
    const char *why;
    for (int a = 1; s && a < s->naxes; a++) at[a] = index_new(p->pool, s->axis[a]->name, s->axis[a]);
    const Expr *e = s ? expr_diff(p->pool, gap, s, at, &why) : gap;
    for (int k = 0; e && k < m->n; k++) e = expr_subst_symbol(p->pool, e, m->symbol[k], symbol_touch(p->pool, m->symbol[k]));
    if (!e || !expr_vanishes(p->pool, e)) return false;
  }
  return true;
}

/* inv(B) over the indices `own` */
static const Expr *inverse_of(Prover *p, Symbol *b, Index *const *own)
{
  Index *row = index_new(p->pool, b->axis[1]->name, b->axis[1]), *col = index_new(p->pool, b->axis[2]->name, b->axis[2]);
  const Expr *in[] = { expr_index(p->pool, own[0]), expr_index(p->pool, row), expr_index(p->pool, col) };
  const Expr *element[] = { expr_index(p->pool, own[1]), expr_index(p->pool, own[2]) };
  return expr_matrix(p->pool, MAT_INV, 1, &row, &col, expr_access(p->pool, b, in), NULL, element);
}

/* inv(B) in the place of each definite matrix, at the point and at the touch */
static const Expr *in_inverses(Prover *p, const Expr *e, Moving *m)
{
  m->n = 0;
  for (int i = 0; i < p->s.holes.len; i++) {
    const Sampled *h = &p->s.holes.data[i];
    Symbol *s = h->symbol, *b = s;
    if (s->kind != SYM_PARAM) continue;
    if (h->definite && h->nargs == 2) {
      Index *own[3];
      b = symbol_new(p->pool, SYM_PARAM, s->name, s->naxes, s->axis);
      b->domain = s->domain;
      for (int a = 0; a < 3; a++) own[a] = index_new(p->pool, s->axis[a]->name, s->axis[a]);
      e = expr_subst_access(p->pool, e, s, own, inverse_of(p, b, own));
      e = expr_subst_access(p->pool, e, symbol_touch(p->pool, s), own, inverse_of(p, symbol_touch(p->pool, b), own));
    }
    m->symbol[m->n++] = b;
  }
  return e;
}

const char *box_convex_in_matrices(Prover *p, bool *touching)
{
  for (int inverse = 0; inverse < 2; inverse++) {
    Moving m = { 0 };
    for (int i = 0; i < p->s.holes.len; i++)
      if (p->s.holes.data[i].symbol->kind == SYM_PARAM) m.symbol[m.n++] = p->s.holes.data[i].symbol;
    const Expr *gap = inverse ? in_inverses(p, p->gap, &m) : p->gap;
    Curvature c = facts_curvature(facts_new(p->pool, m.n, m.symbol), gap);
    if (c != CURV_CONVEX && c != CURV_AFFINE && c != CURV_CONSTANT) continue;
    *touching = touches(p, gap, &m);
    return inverse ? "bound - target is convex in the inverse matrix" : "bound - target is convex in the matrix";
  }
  return NULL;
}
