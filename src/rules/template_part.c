/* template_part.c: the part of an expression that is added, and the part that is taken away; see match_internal.h.
 *
 * A gradient such as sum w (w x - y), with w and y nowhere negative, has the parts sum w w x and sum w y. That is more than its
 * positive and its negative part: both stay positive where they cancel, which multiplicative updates live on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/match_internal.h"

static const Expr *part_of_sum(Pool *pool, Facts *facts, const Expr *e, int sign)
{
  const Expr **term = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
  for (int i = 0; i < e->nargs; i++) term[i] = template_part(pool, facts, e->arg[i], sign);
  return expr_add_n(pool, e->nargs, term);
}

/* c * u with c of one sign and u the one factor whose sign is open; NULL: there are several such */
static const Expr *part_of_product(Pool *pool, Facts *facts, const Expr *e, int sign)
{
  const Expr *open = NULL, *c = expr_num(pool, 1);
  for (int i = 0; i < e->nargs; i++) {
    if (facts_sign(facts, e->arg[i])) c = expr_mul(pool, c, e->arg[i]);
    else if (open) return NULL;
    else open = e->arg[i];
  }
  int turn = facts_sign(facts, c);
  if (!open || !turn) return NULL;
  return expr_mul(pool, turn > 0 ? c : expr_neg(pool, c), template_part(pool, facts, open, turn * sign));
}

const Expr *template_part(Pool *pool, Facts *facts, const Expr *e, int sign)
{
  const Expr *zero = expr_num(pool, 0), *turned = sign > 0 ? e : expr_neg(pool, e), *part;
  int known = facts_sign(facts, e);
  if (known) return known == sign ? turned : zero;
  if (e->kind == X_ADD) return part_of_sum(pool, facts, e, sign);
  if (e->kind == X_MUL && (part = part_of_product(pool, facts, e, sign))) return part;
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    arg[0] = template_part(pool, facts, arg[0], sign);
    return expr_close(pool, e, fresh, arg);
  }
  if (e->kind == X_IF) return expr_if(pool, e->arg[0], template_part(pool, facts, e->arg[1], sign), template_part(pool, facts, e->arg[2], sign));
  return expr_if(pool, expr_cmp(pool, C_LT, zero, turned), turned, zero);
}
