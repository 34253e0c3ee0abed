/* joint_quadratic.c: see joint_quadratic.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/joint_quadratic.h"
#include "expr/diff.h"

enum { SOLVED_TOGETHER_MOST = 2000 };     /* unknowns of one dense system */

bool is_pure_quadratic(Pool *pool, const Rules *rules, const Collected *c, const Block *block)
{
  const Expr *x = expr_access(pool, rules->variable, NULL), *square = expr_pow(pool, x, expr_num(pool, 2));
  bool any = c->quadratic;
  if (c->param->domain.kind != DOMAIN_REAL || block->relaxed || block_is_changed(block) || block->update != UPDATE_CLOSED_FORM) return false;
  for (int i = 0; i < c->atoms.len; i++) {
    const Atom *a = &c->atoms.data[i];
    if (a->form != ATOM_SCALAR || (a->key != x && a->key != square)) return false;
    any |= a->key == square;
  }
  return any;
}

static bool are_coupled(Pool *pool, const Expr *q, Symbol *a, Symbol *b)
{
  Index *at[ARRAY_MAX_AXES], *bt[ARRAY_MAX_AXES];
  const char *why;
  for (int i = 0; i < a->naxes; i++) at[i] = index_new(pool, a->axis[i]->name, a->axis[i]);
  for (int i = 0; i < b->naxes; i++) bt[i] = index_new(pool, b->axis[i]->name, b->axis[i]);
  const Expr *d = a->naxes + b->naxes <= ARRAY_MAX_AXES ? expr_diff(pool, q, a, at, &why) : NULL;
  d = d ? expr_diff(pool, d, b, bt, &why) : NULL;
  return d && !expr_is_num(d, 0) && !expr_has_symbol(d, a) && !expr_has_symbol(d, b);
}

static int64_t unknowns(const Symbol *p)
{
  int64_t n = 1;
  for (int i = 0; i < p->naxes; i++) n *= p->axis[i]->size;
  return n;
}

void join_quadratics(Pool *pool, Facts *facts, const SurrogateGroup *g, Block *block, const bool *pure, int n)
{
  int set[LOSS_MAX_PARAMS];
  for (int i = 0; i < n; i++) set[i] = i;
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++) {
      if (!pure[i] || !pure[j] || set[i] == set[j] || !are_coupled(pool, g->surrogate, block[i].param, block[j].param)) continue;
      for (int k = 0, from = set[j]; k < n; k++)
        if (set[k] == from) set[k] = set[i];
    }
  for (int s = 0; s < n; s++) {
    Symbol *member[LOSS_MAX_PARAMS];
    int count = 0;
    int64_t size = 0;
    for (int i = 0; i < n; i++)
      if (set[i] == s) { member[count++] = block[i].param; size += unknowns(block[i].param); }
    if (count < 2 || size > SOLVED_TOGETHER_MOST) continue;
    Curvature c = facts_curvature(facts_beside(facts, count, member), g->surrogate);
    for (int i = 0; i < n && (c == CURV_CONVEX || c == CURV_AFFINE); i++)
      if (set[i] == s) block[i].solve = s + 1;
  }
}
