/* minimize_search.c: the rung below rows: every entry by itself, a safeguarded Newton search.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/minimize_internal.h"
#include "expr/diff.h"

/* a step, which no slope tells: x != 0, x > 1 */
static bool is_step(Pool *pool, const Expr *key)
{
  expr_split_coef(pool, key, &key);
  return key->kind == X_CMP;
}

static const char *numbered(Lookup *l, const char *stem, int n) { return arena_printf(pool_arena(l->pool), "%s%d", stem, n); }

bool lookup_entry_search(Lookup *l)
{
  const Collected *c = l->c;
  Symbol *p = c->param;
  const char *why;
  if (c->quadratic || (p->domain.kind != DOMAIN_REAL && p->domain.kind != DOMAIN_INTERVAL)) return false;
  for (int i = 0; i < c->atoms.len; i++)
    if (c->atoms.data[i].form != ATOM_SCALAR || is_step(l->pool, c->atoms.data[i].key)) return false;
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < p->naxes; a++) at[a] = expr_index(l->pool, c->own[a]);
  Symbol *u = symbol_new(l->pool, SYM_ATOM, p->name, p->naxes, p->axis);
  u->domain = p->domain;
  if (p->kind == SYM_PARAM) u->twin = symbol_touch(l->pool, p);
  Symbol *t = symbol_new(l->pool, SYM_ATOM, p->name, 0, NULL);
  const Expr *phi = expr_num(l->pool, 0), *x = expr_access(l->pool, u, at);
  l->block->coefs.len = 0;
  for (int i = 0; i < c->atoms.len; i++) {
    if (c->atoms.data[i].form != ATOM_SCALAR) return false;
    const Expr *key = expr_subst_symbol(l->pool, c->atoms.data[i].key, l->rules->variable, t);
    key = expr_subst_access(l->pool, key, symbol_touch(l->pool, l->rules->variable), NULL, expr_touch(l->pool, expr_access(l->pool, p, at)));
    phi = expr_add(l->pool, phi, expr_mul(l->pool, lookup_statistic(l, numbered(l, "c", i + 1), c->atoms.data[i].coef, c->atoms.data[i].key), key));
  }
  const Expr *slope = expr_diff(l->pool, phi, t, NULL, &why);
  const Expr *curve = slope ? expr_diff(l->pool, slope, t, NULL, &why) : NULL;
  if (!curve) return false;
  Block *block = l->block;
  block->unknown = u;
  block->phi = expr_subst_access(l->pool, phi, t, NULL, x);
  block->slope = expr_subst_access(l->pool, slope, t, NULL, x);
  block->curve = expr_subst_access(l->pool, curve, t, NULL, x);
  block->update = UPDATE_ONE_DIMENSIONAL;
  block->rule = "M-NEWTON1";
  return true;
}
