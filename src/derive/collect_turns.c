/* collect_turns.c: see collect_turns.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_turns.h"
#include <string.h>

enum { MEET_MOST = 8 };

typedef struct Turns {
  Pool *pool;
  Symbol *labels;
  Index *const *own;
  const Expr *label;
} Turns;

/* is the access the entry at hand? */
static const Expr *is_own(const Turns *t, const Expr *access)
{
  const Expr *same = expr_num(t->pool, 1);
  for (int a = 0; a < access->nargs; a++) same = expr_mul(t->pool, same, expr_cmp(t->pool, C_EQ, access->arg[a], expr_index(t->pool, t->own[a])));
  return same;
}

static bool is_label(const Turns *t, const Expr *e) { return e->kind == X_ACCESS && e->u.sym == t->labels; }

static const Expr *with_label(Pool *pool, const Expr *e, void *context)
{
  const Turns *t = context;
  return is_label(t, e) ? expr_if(pool, is_own(t, e), t->label, e) : e;
}

/* the accesses of labels in e, each once; -1: some stand below binders of e, or there are many */
static int find_labels(const Turns *t, const Expr *e, const Expr **found, int n)
{
  if (n < 0 || !expr_has_symbol(e, t->labels)) return n;
  if (is_label(t, e)) {
    for (int i = 0; i < n; i++)
      if (found[i] == e) return n;
    for (int i = 0; i < e->nfree; i++)
      if (e->free[i]->bound) return -1;
    if (n == MEET_MOST) return -1;
    found[n++] = e;
    return n;
  }
  for (int i = 0; i < e->nargs; i++) n = find_labels(t, e->arg[i], found, n);
  return n;
}

static const Expr *of_term(const Turns *t, const Expr *e)
{
  const Expr *found[MEET_MOST], *sum = expr_num(t->pool, 0), *before = expr_num(t->pool, 1);
  int n = find_labels(t, e, found, 0);
  if (n < 0) return expr_map(t->pool, e, with_label, (void *)(uintptr_t)t);
  for (int i = 0; i < n; i++) {
    const Expr *here = expr_subst_node(t->pool, e, found[i], t->label), *own = is_own(t, found[i]);
    for (int k = i + 1; k < n; k++) here = expr_subst_node(t->pool, here, found[k], expr_if(t->pool, is_own(t, found[k]), t->label, found[k]));
    sum = expr_add(t->pool, sum, expr_mul(t->pool, expr_mul(t->pool, own, before), here));
    before = expr_mul(t->pool, before, expr_sub(t->pool, expr_num(t->pool, 1), own));
  }
  return sum;
}

/* the part of e that holds the entry at hand, with the label there */
static const Expr *part(const Turns *t, const Expr *e)
{
  Pool *pool = t->pool;
  if (!expr_has_symbol(e, t->labels)) return expr_num(pool, 0);
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++) arg[i] = part(t, e->arg[i]);
    return expr_add_n(pool, e->nargs, arg);
  }
  if (e->kind == X_MUL) {
    const Expr *fixed = expr_num(pool, 1), *moving = NULL;
    int n = 0;
    for (int i = 0; i < e->nargs; i++) {
      if (!expr_has_symbol(e->arg[i], t->labels)) fixed = expr_mul(pool, fixed, e->arg[i]);
      else { moving = e->arg[i]; n++; }
    }
    if (n == 1 && (moving->kind == X_ADD || moving->kind == X_REDUCE)) return expr_mul(pool, fixed, part(t, moving));
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    for (int i = 2; i < e->nargs; i++)
      if (arg[i] && expr_has_symbol(arg[i], t->labels)) return of_term(t, e);
    if (expr_has_symbol(arg[1], t->labels)) {              /* a condition is a factor */
      arg[0] = expr_mul(pool, arg[1], arg[0]);
      arg[1] = expr_num(pool, 1);
    }
    arg[0] = part(t, arg[0]);
    return expr_close(pool, e, fresh, arg);
  }
  return of_term(t, e);
}

static bool is_nested(const Turns *t, const Expr *e)
{
  if (!expr_has_symbol(e, t->labels)) return false;
  for (int i = 0; i < e->nargs; i++)
    if (is_label(t, e) ? expr_has_symbol(e->arg[i], t->labels) : is_nested(t, e->arg[i])) return true;
  return false;
}

const Expr *collect_turns(Pool *pool, const Expr *surrogate, Symbol *labels, Index *const *own, Index *label)
{
  const Turns t = { pool, labels, own, expr_index(pool, label) };
  return is_nested(&t, surrogate) ? NULL : part(&t, surrogate);
}
