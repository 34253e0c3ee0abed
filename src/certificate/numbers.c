/* numbers.c: see numbers.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/numbers.h"
#include <math.h>

static const Expr *number_for(Numbers *n, const Expr *e)
{
  double value;
  if (expr_number(e, &value)) return e;
  for (int i = 0; i < n->n; i++)
    if (n->from[i] == e) return expr_access(n->pool, n->symbol[i], NULL);
  Range r = facts_range(n->facts, e);
  if (n->n == NUMBERS_MOST || !isfinite(r.lo) || !isfinite(r.hi) || r.lo > r.hi) { n->failed = true; return e; }
  Symbol *s = symbol_new(n->pool, SYM_ATOM, name_of("c"), 0, NULL);
  s->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = r.lo, .hi = r.hi };
  n->from[n->n] = e;
  n->symbol[n->n++] = s;
  return expr_access(n->pool, s, NULL);
}

const Expr *numbers_for_data(Numbers *n, const Expr *e, const Symbol *keep)
{
  Pool *pool = n->pool;
  if (e->kind == X_NUM) return e;
  if (e->kind == X_ACCESS && e->u.sym == keep) return e;
  if (!keep || !expr_has_symbol(e, keep)) return number_for(n, e);
  /* what is constant in a sum or product is one number */
  if (e->kind == X_ADD || e->kind == X_MUL) {
    const Expr *fixed = expr_num(pool, e->kind == X_MUL), *moving = fixed;
    for (int i = 0; i < e->nargs; i++) {
      bool holds = expr_has_symbol(e->arg[i], keep);
      const Expr *a = holds ? numbers_for_data(n, e->arg[i], keep) : e->arg[i], **to = holds ? &moving : &fixed;
      *to = e->kind == X_ADD ? expr_add(pool, *to, a) : expr_mul(pool, *to, a);
    }
    fixed = numbers_for_data(n, fixed, keep);
    return e->kind == X_ADD ? expr_add(pool, fixed, moving) : expr_mul(pool, fixed, moving);
  }
  const Expr *arg[8];
  if (e->nargs > 8) { n->failed = true; return e; }
  for (int i = 0; i < e->nargs; i++) arg[i] = numbers_for_data(n, e->arg[i], keep);
  switch ((ExprKind)e->kind) {
  case X_POW: return expr_pow(pool, arg[0], arg[1]);
  case X_CALL: return expr_call(pool, e->u.fn, e->nargs, arg);
  case X_IF: return expr_if(pool, arg[0], arg[1], arg[2]);
  case X_CMP: return expr_cmp(pool, (CmpOp)e->op, arg[0], arg[1]);
  default: n->failed = true; return e;
  }
}
