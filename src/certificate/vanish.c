/* vanish.c: see vanish.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/vanish.h"
#include "expr/facts.h"
#include "expr/function.h"
#include <string.h>

enum { DENOMINATORS_MOST = 6, TERMS_MOST = 400 };

static bool is_open(const Expr *e, void *context) { (void)context; return e->kind == X_ADD || e->kind == X_MUL || e->kind == X_POW; }

/* the logarithm of a product of positive factors as a sum */
static const Expr *split_log(Pool *pool, const Expr *e, void *context)
{
  const Expr *product = e->kind == X_CALL ? e->arg[0] : e, *sum = expr_num(pool, 0);
  double power;
  if (e->kind != X_CALL || strcmp(e->u.fn->name->text, "log") || (product->kind != X_MUL && product->kind != X_POW)) return e;
  for (int i = 0; i < (product->kind == X_MUL ? product->nargs : 1); i++) {
    const Expr *f = product->kind == X_MUL ? product->arg[i] : product, *base = f->kind == X_POW && expr_number(f->arg[1], &power) ? f->arg[0] : f;
    if (!facts_is_positive(context, base)) return e;
    const Expr *log = expr_call1(pool, e->u.fn, base);
    sum = expr_add(pool, sum, base == f ? log : expr_mul(pool, f->arg[1], log));
  }
  return sum;
}

/* a sum in a denominator outside of functions, to its power there */
static const Expr *denominator(Pool *pool, const Expr *e)
{
  double power;
  if (e->kind == X_POW && e->arg[0]->kind == X_ADD && expr_number(e->arg[1], &power) && power < 0) return expr_pow(pool, e->arg[0], expr_num(pool, -power));
  const Expr *found = NULL;
  for (int i = 0; (e->kind == X_ADD || e->kind == X_MUL) && i < e->nargs && !found; i++) found = denominator(pool, e->arg[i]);
  return found;
}

bool expr_vanishes(Pool *pool, const Expr *e)
{
  e = expr_map(pool, e, split_log, facts_new(pool, 0, NULL));
  for (int cleared = 0; cleared <= DENOMINATORS_MOST; cleared++) {
    e = expr_expand(pool, e, is_open, NULL);
    if (e->kind == X_NUM) return expr_is_num(e, 0);
    const Expr *by = denominator(pool, e);
    if (!by || e->kind != X_ADD || e->nargs > TERMS_MOST) return false;
    const Expr *sum = expr_num(pool, 0);
    for (int i = 0; i < e->nargs; i++) sum = expr_add(pool, sum, expr_expand(pool, expr_mul(pool, e->arg[i], by), is_open, NULL));
    e = sum;
  }
  return false;
}
