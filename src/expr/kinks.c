/* kinks.c: see kinks.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/kinks.h"
#include "expr/facts.h"
#include "expr/internal.h"

typedef struct Search { int n; Symbol *const *p; bool found; Map seen; } Search;

static bool mentions(const Search *s, const Expr *e)
{
  for (int i = 0; i < s->n; i++)
    if (expr_has_symbol(e, s->p[i])) return true;
  return false;
}

static bool is_order(const Expr *e) { return e->kind == X_CMP && (e->op == C_LT || e->op == C_LE); }

/* |u|^3 has two derivatives, and so has any power from 2 on */
static bool is_smooth_power(const Pool *pool, const Expr *e)
{
  double power;
  return e->kind == X_POW && expr_number(e->arg[1], &power) && power >= 2 && e->arg[0]->kind == X_CALL && e->arg[0]->u.fn == pool->abs;
}

static void look(Pool *pool, Search *s, const Expr *e)
{
  if (s->found || !e->has_param || map_get(&s->seen, e)) return;
  map_put(pool_arena(pool), &s->seen, e, (void *)1);
  bool bends = e->kind == X_IF || is_order(e) || (e->kind == X_CALL && e->u.fn == pool->abs) || (e->kind == X_REDUCE && (e->op == R_MIN || e->op == R_MAX));
  if (bends && (mentions(s, e->arg[0]) || (is_order(e) && mentions(s, e->arg[1])))) s->found = true;
  const Expr *inside = is_smooth_power(pool, e) ? e->arg[0] : e;
  for (int i = 0; i < inside->nargs; i++)
    if (inside->arg[i]) look(pool, s, inside->arg[i]);
}

typedef struct Roots { Facts *facts; bool found; } Roots;

static const Expr *look_for_root(Pool *pool, const Expr *e, void *context)
{
  Roots *r = context;
  double power;
  bool root = e->kind == X_POW && expr_number(e->arg[1], &power) && power > 0 && power < 1 && !facts_is_positive(r->facts, e->arg[0]);
  r->found |= e->has_param && (root || e->kind == X_IF || is_order(e) || (e->kind == X_CALL && e->u.fn == pool->abs));
  return e;
}

bool expr_has_root_or_choice(Pool *pool, const Expr *e)
{
  Roots r = { facts_new(pool, 0, NULL), false };
  expr_map(pool, e, look_for_root, &r);
  return r.found;
}

bool expr_has_kink(Pool *pool, const Expr *e, int n, Symbol *const *p)
{
  Search s = { .n = n, .p = p };
  look(pool, &s, e);
  return s.found;
}
