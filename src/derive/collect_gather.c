/* collect_gather.c: see collect_gather.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_gather.h"

static bool shares_index(const Expr *a, const Expr *b)
{
  for (int i = 0; i < b->nfree; i++)
    if (expr_has_free(a, b->free[i])) return true;
  return false;
}

/* factor f beside (index == label) */
static const Expr *settle_factor(Pool *pool, const Expr *f, const Expr *label, const Expr *index)
{
  if (f->kind == X_CMP || !shares_index(f, label)) return f;
  if (f->kind == X_MUL) {
    const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, f->nargs);
    for (int i = 0; i < f->nargs; i++) arg[i] = settle_factor(pool, f->arg[i], label, index);
    return expr_mul_n(pool, f->nargs, arg);
  }
  if (f->kind == X_REDUCE && f->op == R_SUM) {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *arg[EXPR_OPEN_ARGS];
    expr_open(pool, f, fresh, arg);
    const Expr *body = settle_factor(pool, arg[0], label, index);
    if (body == arg[0]) return f;
    arg[0] = body;
    return expr_close(pool, f, fresh, arg);
  }
  const Expr *settled = expr_subst_node(pool, f, label, index);
  return shares_index(settled, label) ? f : settled;
}

static const Expr *settle_product(Pool *pool, const Expr *e, void *context)
{
  (void)context;
  if (e->kind != X_MUL || !e->has_delta) return e;
  for (int d = 0; d < e->nargs; d++) {
    const Expr *delta = e->arg[d];
    if (delta->kind != X_CMP || delta->op != C_EQ) continue;
    int side = delta->arg[0]->kind == X_INDEX ? 0 : 1;
    const Expr *index = delta->arg[side], *label = delta->arg[1 - side];
    if (index->kind != X_INDEX || label->kind != X_ACCESS || label->nfree == 0) continue;
    const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
    bool changed = false;
    for (int i = 0; i < e->nargs; i++) {
      arg[i] = i == d ? delta : settle_factor(pool, e->arg[i], label, index);
      changed |= arg[i] != e->arg[i];
    }
    if (changed) return settle_product(pool, expr_mul_n(pool, e->nargs, arg), NULL);
  }
  return e;
}

/* (k == z[i]) somewhere? */
static bool has_gather(const Expr *e)
{
  if (!e->has_delta) return false;
  if (e->kind == X_CMP && e->op == C_EQ) return e->arg[0]->kind == X_ACCESS || e->arg[1]->kind == X_ACCESS;
  for (int i = 0; i < e->nargs; i++)
    if (has_gather(e->arg[i])) return true;
  return false;
}

const Expr *gather_settle(Pool *pool, const Expr *e) { return has_gather(e) ? expr_map(pool, e, settle_product, NULL) : e; }
