/* kinks.c: see kinks.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/kinks.h"
#include "expr/internal.h"

typedef struct Search { int n; Symbol *const *p; bool found; } Search;

static bool mentions(const Search *s, const Expr *e)
{
  for (int i = 0; i < s->n; i++)
    if (expr_has_symbol(e, s->p[i])) return true;
  return false;
}

static const Expr *look(Pool *pool, const Expr *e, void *context)
{
  Search *s = context;
  bool bends = e->kind == X_IF || (e->kind == X_CALL && e->u.fn == pool->abs) || (e->kind == X_REDUCE && (e->op == R_MIN || e->op == R_MAX));
  s->found |= bends && mentions(s, e->arg[0]);
  return e;
}

static const Expr *look_for_root(Pool *pool, const Expr *e, void *context)
{
  double power;
  bool root = e->kind == X_POW && expr_number(e->arg[1], &power) && power > 0 && power < 1;
  *(bool *)context |= e->has_param && (root || e->kind == X_IF || (e->kind == X_CALL && e->u.fn == pool->abs));
  return e;
}

bool expr_has_root_or_choice(Pool *pool, const Expr *e)
{
  bool found = false;
  expr_map(pool, e, look_for_root, &found);
  return found;
}

bool expr_has_kink(Pool *pool, const Expr *e, int n, Symbol *const *p)
{
  Search s = { n, p, false };
  expr_map(pool, e, look, &s);
  return s.found;
}
