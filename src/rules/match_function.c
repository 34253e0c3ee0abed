/* match_function.c: f(u) in a pattern: through which subexpression alone does the target depend on the active parameters?
 * f takes every occurrence of u: a bound that froze one of them would be none (R-OCCUR).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/match_internal.h"
#include "base/vec.h"

/* ---- f(u): the subexpressions through which alone the target depends on the active parameters ----------------------- */

static bool is_binder(const Expr *e) { return e->kind == X_REDUCE || e->kind == X_MATRIX; }

/* The frontier holds the nodes that carry the dependence; its youngest node (never a child of another) is opened until one
 * node is left. Binders and accesses are not opened: what is inside a binder is not one number. */
static const Expr *next_dominator(Bindings *b, const Expr *from)
{
  enum { MOST = 64 };
  const Expr *front[MOST];
  int n = 0;
  front[n++] = from;
  bool first = true;
  while (first || n > 1) {
    int youngest = 0;
    for (int i = 1; i < n; i++)
      if (front[i]->id > front[youngest]->id) youngest = i;
    const Expr *open = front[youngest];
    if (is_binder(open) || open->kind == X_ACCESS || open->kind == X_HOLE) return NULL;
    front[youngest] = front[--n];
    for (int a = 0; a < open->nargs; a++) {
      const Expr *child = open->arg[a];
      bool seen = false;
      if (!child || !facts_is_active(b->facts, child)) continue;
      for (int i = 0; i < n; i++) seen |= front[i] == child;
      if (!seen) {
        if (n == MOST) return NULL;
        front[n++] = child;
      }
    }
    if (n == 0) return NULL;
    first = false;
  }
  return front[0];
}

/* a placeholder for u, with its range */
static Symbol *stand_in(Bindings *b, FactsPlace place, const Expr *u) { return facts_placeholder(b->facts, place, "t", facts_range(b->facts, u)); }

/* What t stands beside in f, numbers aside: in a product (X_MUL) or in a sum, for one t (X_ADD). The same wherever t is: *beside;
 * false: not the same. In `if y * t < 1 then 1 - y * t else 0` it is y; so y * u is a better argument than u. */
static bool stands_beside(Pool *p, const Expr *f, const Expr *t, ExprKind kind, const Expr **beside)
{
  if (f == t || f->nbound) return false;
  for (int i = 0; i < f->nargs; i++) {
    const Expr *here = f->arg[i], *alone;
    double c = expr_split_coef(p, here, &alone);
    if (kind == X_ADD && f->kind == X_ADD && alone == t) {
      const Expr *rest = expr_div(p, expr_sub(p, f, here), expr_num(p, c));
      if (*beside && *beside != rest) return false;
      *beside = rest;
      continue;
    }
    if (kind == X_MUL && f->kind == X_MUL && here == t) {
      const Expr *rest;
      expr_split_coef(p, expr_div(p, f, t), &rest);
      if (*beside && *beside != rest) return false;
      *beside = rest;
      continue;
    }
    if (expr_has_symbol(here, t->u.sym) && !(kind == X_ADD && alone == t && f->kind == X_MUL) && !stands_beside(p, here, t, kind, beside)) return false;
  }
  return true;
}

/* f(u) as a function of c * u or u + c, where u stands beside c throughout */
static const Expr *absorb(Bindings *b, const Expr *f, ExprKind kind, Symbol **variable, const Expr **u)
{
  Pool *p = b->pool;
  const Expr *c = NULL, *t = expr_access(p, *variable, NULL);
  if (!stands_beside(p, f, t, kind, &c) || !c || c->kind == X_NUM || expr_has_symbol(c, *variable)) return NULL;
  const Expr *wider = kind == X_MUL ? expr_mul(p, c, *u) : expr_add(p, *u, c);
  Symbol *s = stand_in(b, kind == X_MUL ? PLACE_FACTOR : PLACE_TERM, wider);
  const Expr *back = expr_access(p, s, NULL);
  back = kind == X_MUL ? expr_div(p, back, c) : expr_sub(p, back, c);
  f = expr_subst_access(p, f, *variable, NULL, back);
  if (expr_has_symbol(f, *variable)) return NULL;
  *variable = s;
  *u = wider;
  return f;
}

/* the ways in which a target is f(u), outermost u first; each as it stands, then with what stands beside u taken into it */
typedef struct Argument { const Expr *f, *u; Symbol *t; } Argument;
typedef struct Arguments { VEC(Argument) list; } Arguments;

static const Arguments *arguments_of(Bindings *b, const Expr *target)
{
  Arena *arena = pool_arena(b->pool);
  Arguments *known = facts_note(b->facts, NOTE_ARGUMENTS, target);
  if (known) return known;
  known = ARENA_NEW(arena, Arguments);
  for (const Expr *u = next_dominator(b, target); u; u = next_dominator(b, u)) {
    Symbol *t = stand_in(b, PLACE_ARGUMENT, u);
    const Expr *f = expr_replace(b->pool, target, u, expr_access(b->pool, t, NULL)), *wide = u;
    vec_push(arena, &known->list, ((Argument){ f, u, t }));
    const Expr *times = absorb(b, f, X_MUL, &t, &wide), *plus = absorb(b, times ? times : f, X_ADD, &t, &wide);
    if (!plus) plus = times;
    if (plus) vec_push(arena, &known->list, ((Argument){ plus, wide, t }));
  }
  facts_set_note(b->facts, NOTE_ARGUMENTS, target, known);
  return known;
}

bool bindings_apply(Bindings *b, const Expr *pattern, const Expr *target, Accept accept, void *context)
{
  if (!facts_is_active(b->facts, target)) return false;
  const Arguments *all = arguments_of(b, target);
  Bindings saved = *b;
  for (int k = 0; k < all->list.len; k++) {
    const Argument *a = &all->list.data[k];
    HoleBinding *h = bindings_set(b, pattern->u.name, a->f);
    if (h) h->variable = a->t;
    if (h && match(b, pattern->arg[0], a->u, NULL, NULL) && (!accept || accept(b, context))) return true;
    *b = saved;
  }
  return false;
}
