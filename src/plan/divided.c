/* divided.c: see divided.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/divided.h"
#include "base/map.h"

typedef struct Search { Arena *arena; const Symbol *touch; Map seen; } Search;

/* is the parameter at the touch a factor of e; through: of a weight that is one? */
static bool has_factor(const Expr *e, const Symbol *touch, bool through)
{
  double power;
  if (e->kind == X_ACCESS) return e->u.sym->kind == SYM_WEIGHT ? through && has_factor(e->u.sym->def, touch, false) : !through && e->u.sym == touch;
  if (e->kind == X_POW) return expr_number(e->arg[1], &power) && power > 0 && has_factor(e->arg[0], touch, through);
  for (int i = 0; e->kind == X_MUL && i < e->nargs; i++)
    if (has_factor(e->arg[i], touch, through)) return true;
  return false;
}

static bool divides(Search *s, const Expr *e)
{
  double power;
  if (map_get(&s->seen, e)) return false;
  map_put(s->arena, &s->seen, e, s);
  if (e->kind == X_POW && expr_number(e->arg[1], &power) && power < 0 && has_factor(e->arg[0], s->touch, true)) return true;
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_WEIGHT && divides(s, e->u.sym->def)) return true;
  for (int i = 0; i < e->nargs; i++)
    if (divides(s, e->arg[i])) return true;
  return false;
}

bool plan_divides_by(Pool *pool, const Expr *e, Symbol *param)
{
  const Domain *d = &param->domain;
  Search s = { .arena = pool_arena(pool), .touch = symbol_touch(pool, param) };
  return (d->kind == DOMAIN_INTERVAL || d->kind == DOMAIN_ORDERED || d->kind == DOMAIN_SIMPLEX) && d->lo == 0 && divides(&s, e);
}
