/* mend.c: which change of a refused model would make the rules fit; see derive.h. In the order of how little it changes, until the work
 * is used up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/mend.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

enum { NODES_MOST = 100000, TRIALS_MOST = 32 };            /* expressions made meanwhile: about 50 ms */

typedef MendSearch Search;

bool mend_is_joint(const Derivation *d, const Symbol *p)
{
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) return true;
  return false;
}

/* is every update of the changed loss proved? */
bool mend_serves(Search *s, const Loss *changed)
{
  static const DeriveOptions automatic = { .method = "auto", .brief = true };
  DiagList quiet = { .arena = pool_arena(s->pool) };
  if (pool_nodes(s->pool) - s->nodes > NODES_MOST || s->trials++ == TRIALS_MOST) return false;
  const Derivation *d = derive_loss(s->pool, s->d->rules, changed, &automatic, &quiet);
  return d && d->njoint == 0;
}

/* the loss with another symbol for p, and `value` of it for each access of p */
static Loss with_param(Search *s, const Loss *loss, Symbol *p, Symbol *q, Index *const *own, const Expr *value)
{
  Loss changed = *loss;
  changed.value = expr_subst_access(s->pool, changed.value, p, own, value);
  changed.param = arena_copy(pool_arena(s->pool), changed.param, (size_t)changed.nparams * sizeof *changed.param);
  for (int i = 0; i < changed.nparams; i++)
    if (changed.param[i].sym == p) changed.param[i].sym = q;
  return changed;
}

/* "b[P]": as it stands in a declaration */
const char *mend_declared(Arena *arena, const Symbol *p)
{
  const char *text = p->name->text;
  for (int a = 0; a < p->naxes; a++) {
    const char *axis = axis_named(p->axis[a]) ? p->axis[a]->name->text : arena_printf(arena, "%lld", (long long)p->axis[a]->size);
    text = arena_printf(arena, "%s%s%s", text, a == 0 ? "[" : a == p->bar ? " | " : ", ", axis);
  }
  return p->naxes ? arena_printf(arena, "%s]", text) : text;
}

/* ---- domains ------------------------------------------------------------------------------------------------------------------ */

static const struct { const char *text; double lo, hi; bool lo_open, hi_open; } domains[] = {
  { "> 0", 0, INFINITY, true, true }, { ">= 0", 0, INFINITY, false, true }, { "in (0, 1)", 0, 1, true, true },
  { "in [-10, 10]", -10, 10, false, false } };

static Loss with_domain(Search *s, const Loss *loss, Symbol *p, size_t k)
{
  Index *own[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < p->naxes; a++) { own[a] = index_new(s->pool, p->axis[a]->name, p->axis[a]); at[a] = expr_index(s->pool, own[a]); }
  Symbol *q = symbol_new(s->pool, SYM_PARAM, p->name, p->naxes, p->axis);
  q->bar = p->bar;
  q->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = domains[k].lo, .hi = domains[k].hi, .lo_open = domains[k].lo_open, .hi_open = domains[k].hi_open };
  return with_param(s, loss, p, q, own, expr_access(s->pool, q, at));
}

/* one of the parameters that step on the loss, or all of them (at < 0) */
static const char *by_domain(Search *s, int at)
{
  Arena *arena = pool_arena(s->pool);
  for (size_t k = 0; k < sizeof domains / sizeof *domains; k++) {
    Loss changed = *s->d->loss;
    const char *text = NULL;
    for (int i = 0; i < s->d->loss->nparams; i++) {
      Symbol *p = s->d->loss->param[i].sym;
      if ((at >= 0 && i != at) || !mend_is_joint(s->d, p) || p->domain.kind != DOMAIN_REAL) continue;
      changed = with_domain(s, &changed, p, k);
      const char *one = arena_printf(arena, "`param %s %s`", mend_declared(arena, p), domains[k].text);
      text = text ? arena_printf(arena, "%s and %s", text, one) : one;
    }
    if (text && mend_serves(s, &changed)) return arena_printf(arena, "With %s every update would be proved.", text);
  }
  return NULL;
}

/* ---- smoothing ------------------------------------------------------------------------------------------------------------------ */

static const double softness = 1e-6;

static const Expr *smooth(Pool *pool, const Expr *e, void *context)
{
  const Expr **seen = context;
  if (e->kind != X_CALL || strcmp(e->u.fn->name->text, "abs") || !e->has_param) return e;
  if (!*seen) *seen = e;
  const Expr *square = expr_pow(pool, e->arg[0], expr_num(pool, 2));
  return expr_pow(pool, expr_add(pool, square, expr_num(pool, softness)), expr_rat(pool, 1, 2));
}

static const char *by_smoothing(Search *s)
{
  Arena *arena = pool_arena(s->pool);
  const Expr *seen = NULL;
  Loss changed = *s->d->loss;
  changed.value = expr_map(s->pool, changed.value, smooth, &seen);
  if (!seen || !mend_serves(s, &changed)) return NULL;
  const char *u = expr_text(arena, seen->arg[0]);
  return arena_printf(arena, "With sqrt((%s)^2 + 1e-6) in place of abs(%s), and so wherever abs stands, every update would be proved.", u, u);
}

/* ---- changes of variable ---------------------------------------------------------------------------------------------------------- */

static const char *by_variable(Search *s, Symbol *p)
{
  static const struct { const char *text; bool real; } changes[] = { { "exp(%s)", true }, { "1 / %s", false }, { "sqrt(%s)", false }, { "%s^2", false } };
  Arena *arena = pool_arena(s->pool);
  Index *own[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  const Function *exp = function_find(s->pool, "exp");
  if (p->domain.kind != DOMAIN_INTERVAL || p->domain.lo != 0 || isfinite(p->domain.hi) || !exp) return NULL;
  for (int a = 0; a < p->naxes; a++) { own[a] = index_new(s->pool, p->axis[a]->name, p->axis[a]); at[a] = expr_index(s->pool, own[a]); }
  for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
    Symbol *q = symbol_new(s->pool, SYM_PARAM, name_of(arena_printf(arena, "%s_new", p->name->text)), p->naxes, p->axis);
    q->bar = p->bar;
    q->domain = changes[k].real ? (Domain){ .kind = DOMAIN_REAL, .lo = -INFINITY, .hi = INFINITY, .lo_open = true, .hi_open = true } : p->domain;
    q->domain.lo_open = true;
    const Expr *x = expr_access(s->pool, q, at);
    const Expr *value = k == 0 ? expr_call1(s->pool, exp, x) : expr_pow(s->pool, x, k == 1 ? expr_num(s->pool, -1) : k == 2 ? expr_rat(s->pool, 1, 2) : expr_num(s->pool, 2));
    Loss changed = with_param(s, s->d->loss, p, q, own, value);
    for (int i = 0; i < changed.nparams; i++)
      if (changed.param[i].sym == q) changed.param[i].init = NULL;
    if (!mend_serves(s, &changed)) continue;
    const char *name = q->name->text, *text = k == 0 ? "exp(" : k == 1 ? "1 / " : k == 2 ? "sqrt(" : "";
    return arena_printf(arena, "With `param %s%s` and %s%s%s in place of %s every update would be proved.", mend_declared(arena, q), changes[k].real ? "" : " > 0", text, name,
                        k == 0 || k == 2 ? ")" : k == 3 ? "^2" : "", p->name->text);
  }
  return NULL;
}

const char *derive_mend(const Derivation *d)
{
  Search s = { d, d->pool, pool_nodes(d->pool), 0 };
  bool automatic = !d->method || !strcmp(d->method, "auto");
  if (!d->njoint || !automatic) return NULL;
  const char *found = mend_by_split(&s);                   /* the loss stays what it is */
  for (int i = 0; i < d->loss->nparams && !found; i++)
    if (mend_is_joint(d, d->loss->param[i].sym)) found = by_domain(&s, i);
  if (!found && d->njoint > 1) found = by_domain(&s, -1);
  if (!found) found = mend_by_parts(&s);
  if (!found) found = by_smoothing(&s);
  for (int i = 0; i < d->loss->nparams && !found; i++)
    if (mend_is_joint(d, d->loss->param[i].sym)) found = by_variable(&s, d->loss->param[i].sym);
  return found;
}
