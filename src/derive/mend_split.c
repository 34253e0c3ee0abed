/* mend_split.c: mends that say the same loss in other words; see mend.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/mend.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

enum { ENTRIES_MOST = 8, PRODUCTS_MOST = 4 };

/* ---- an array into its entries ---------------------------------------------------------------------------------------------------- */

/* do all places where p stands name its entry on this axis by a number? */
static bool has_numbers_at(const Expr *e, const Symbol *p, int axis)
{
  double k;
  if (!expr_has_symbol(e, p)) return true;
  if (e->kind == X_ACCESS && e->u.sym == p && !expr_number(e->arg[axis], &k)) return false;
  for (int i = 0; i < e->nargs; i++)
    if (!has_numbers_at(e->arg[i], p, axis)) return false;
  return true;
}

typedef struct Entries { const Symbol *p; int axis; Symbol **part; } Entries;

static const Expr *by_entries(Pool *pool, const Expr *e, void *context)
{
  const Entries *t = context;
  const Expr *rest[ARRAY_MAX_AXES];
  double k;
  int n = 0;
  if (e->kind != X_ACCESS || e->u.sym != t->p || !expr_number(e->arg[t->axis], &k)) return e;
  for (int a = 0; a < e->nargs; a++) if (a != t->axis) rest[n++] = e->arg[a];
  return expr_access(pool, t->part[(int)k - 1], rest);
}

/* " > 0", " in [0, 1]"; NULL: a domain that couples entries */
static const char *domain_text(Arena *arena, const Domain *d)
{
  if (d->kind == DOMAIN_REAL) return "";
  if (d->kind != DOMAIN_INTERVAL) return NULL;
  if (isinf(d->hi)) return arena_printf(arena, " %s %.15g", d->lo_open ? ">" : ">=", d->lo);
  if (isinf(d->lo)) return arena_printf(arena, " %s %.15g", d->hi_open ? "<" : "<=", d->hi);
  return arena_printf(arena, " in %s%.15g, %.15g%s", d->lo_open ? "(" : "[", d->lo, d->hi, d->hi_open ? ")" : "]");
}

static bool is_taken(const Loss *loss, const Name *name)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym->name == name) return true;
  return false;
}

static const char *split_array(MendSearch *s, int at, int axis)
{
  Arena *arena = pool_arena(s->pool);
  const Loss *loss = s->d->loss;
  const Param *old = &loss->param[at];
  const Symbol *p = old->sym;
  int n = (int)p->axis[axis]->size;
  Symbol *part[ENTRIES_MOST];
  Axis *axes[ARRAY_MAX_AXES];
  Loss changed = *loss;
  const char *domain = domain_text(arena, &p->domain), *text = NULL, *places = NULL;
  if (!domain || old->fixed) return NULL;
  changed.param = ARENA_ARRAY(arena, Param, loss->nparams + n);
  memcpy(changed.param, loss->param, (size_t)loss->nparams * sizeof *loss->param);
  for (int k = 0; k < n; k++) {
    int m = 0;
    for (int a = 0; a < p->naxes; a++) if (a != axis) axes[m++] = p->axis[a];
    const Name *name = name_of(arena_printf(arena, "%s%d", p->name->text, k + 1));
    if (is_taken(loss, name)) return NULL;
    part[k] = symbol_new(s->pool, SYM_PARAM, name, m, axes);
    part[k]->domain = p->domain;
    changed.param[k ? changed.nparams++ : at] = (Param){ .sym = part[k] };
    text = arena_printf(arena, "%s%s`param %s%s`", text ? text : "", !text ? "" : k + 1 < n ? ", " : " and ", mend_declared(arena, part[k]), domain);
    const char *place = "";
    for (int a = 0; a < p->naxes; a++)
      place = arena_printf(arena, "%s%s%s", place, a ? ", " : "", a == axis ? arena_printf(arena, "%d", k + 1) : ":");
    places = arena_printf(arena, "%s%s%s[%s]", places ? places : "", !places ? "" : k + 1 < n ? ", " : " and ", p->name->text, place);
  }
  Entries entries = { p, axis, part };
  changed.value = expr_map(s->pool, loss->value, by_entries, &entries);
  for (int k = 0; k < n; k++)
    if (!expr_has_symbol(changed.value, part[k])) return NULL;
  if (!mend_serves(s, &changed)) return NULL;
  return arena_printf(arena, "With %s in place of %s every update would be proved: the entries can then take turns.", text, places);
}

static const char *split_arrays(MendSearch *s)
{
  const char *found = NULL;
  for (int i = 0; i < s->d->loss->nparams && !found; i++) {
    const Symbol *p = s->d->loss->param[i].sym;
    for (int a = 0; a < p->naxes && !found; a++)
      if (mend_is_joint(s->d, p) && p->axis[a]->size >= 2 && p->axis[a]->size <= ENTRIES_MOST && has_numbers_at(s->d->loss->value, p, a)) found = split_array(s, i, a);
  }
  return found;
}

/* ---- products and absolute values -------------------------------------------------------------------------------------------------- */

typedef struct Rewriting { MendSearch *s; Facts *facts; int manner, n; const Expr *first, *second; } Rewriting;

static const Expr *square(Pool *pool, const Expr *e) { return expr_pow(pool, e, expr_num(pool, 2)); }

/* f g = ((f + g)^2 - f^2 - g^2) / 2 (manner 0): convex minus convex where f and g are convex and nowhere negative; = ((f + g)^2 - (f - g)^2) / 4 (1) */
static const Expr *as_squares(Pool *pool, const Expr *e, void *context)
{
  Rewriting *r = context;
  const Expr *f = NULL, *g = expr_num(pool, 1), *held = g;
  if (e->kind != X_MUL || r->n == PRODUCTS_MOST) return e;
  for (int i = 0; i < e->nargs; i++) {
    if (!facts_is_active(r->facts, e->arg[i])) held = expr_mul(pool, held, e->arg[i]);
    else if (!f) f = e->arg[i];
    else g = expr_mul(pool, g, e->arg[i]);
  }
  if (!f || expr_is_num(g, 1)) return e;
  const Expr *sum = square(pool, expr_add(pool, f, g)), *both;
  if (r->manner == 0) both = expr_mul(pool, expr_rat(pool, 1, 2), expr_add(pool, sum, expr_neg(pool, expr_add(pool, square(pool, f), square(pool, g)))));
  else both = expr_mul(pool, expr_rat(pool, 1, 4), expr_sub(pool, sum, square(pool, expr_sub(pool, f, g))));
  if (!r->n++) { r->first = f; r->second = g; }
  return expr_mul(pool, held, both);
}

/* |u| as the greater of u and -u */
static const Expr *as_choice(Pool *pool, const Expr *e, void *context)
{
  Rewriting *r = context;
  if (e->kind != X_CALL || strcmp(e->u.fn->name->text, "abs") || !facts_is_active(r->facts, e)) return e;
  if (!r->n++) r->first = e->arg[0];
  const Expr *minus = expr_neg(pool, e->arg[0]);
  return expr_if(pool, expr_cmp(pool, C_LE, e->arg[0], minus), minus, e->arg[0]);
}

static const char *in_other_words(MendSearch *s, int manner)
{
  Arena *arena = pool_arena(s->pool);
  Symbol **param = ARENA_ARRAY(arena, Symbol *, s->d->loss->nparams);
  for (int i = 0; i < s->d->loss->nparams; i++) param[i] = s->d->loss->param[i].sym;
  Rewriting r = { s, facts_new(s->pool, s->d->loss->nparams, param), manner, 0, NULL, NULL };
  Loss changed = *s->d->loss;
  changed.value = expr_map(s->pool, changed.value, manner == 2 ? as_choice : as_squares, &r);
  if (!r.n || changed.value == s->d->loss->value || !mend_serves(s, &changed)) return NULL;
  const char *f = expr_text(arena, r.first), *g = r.second ? expr_text(arena, r.second) : "", *so = r.n > 1 ? ", and so wherever its like stands," : "";
  if (manner == 2) return arena_printf(arena, "With `max(%s, -(%s))` in place of abs(%s)%s every update would be proved.", f, f, f, so);
  if (manner == 1) return arena_printf(arena, "With `((%s + %s)^2 - (%s - (%s))^2) / 4` in place of the product of %s and %s%s every update would be proved.", f, g, f, g, f, g, so);
  return arena_printf(arena, "With `((%s + %s)^2 - (%s)^2 - (%s)^2) / 2` in place of the product of %s and %s%s every update would be proved.", f, g, f, g, f, g, so);
}

const char *mend_by_split(MendSearch *s)
{
  const char *found = split_arrays(s);
  for (int manner = 0; manner < 3 && !found; manner++) found = in_other_words(s, manner);
  return found;
}

/* ---- a real parameter as a difference ----------------------------------------------------------------------------------------------- */

const char *mend_by_parts(MendSearch *s)
{
  Arena *arena = pool_arena(s->pool);
  Loss changed = *s->d->loss;
  const char *text = NULL, *places = NULL;
  changed.param = ARENA_ARRAY(arena, Param, 2 * changed.nparams);
  memcpy(changed.param, s->d->loss->param, (size_t)changed.nparams * sizeof *changed.param);
  for (int i = 0; i < s->d->loss->nparams; i++) {
    Symbol *p = s->d->loss->param[i].sym, *part[2];
    Index *own[ARRAY_MAX_AXES];
    const Expr *at[ARRAY_MAX_AXES];
    if (!mend_is_joint(s->d, p) || p->domain.kind != DOMAIN_REAL || s->d->loss->param[i].fixed) continue;
    for (int a = 0; a < p->naxes; a++) { own[a] = index_new(s->pool, p->axis[a]->name, p->axis[a]); at[a] = expr_index(s->pool, own[a]); }
    for (int k = 0; k < 2; k++) {
      const Name *name = name_of(arena_printf(arena, "%s_%s", p->name->text, k ? "down" : "up"));
      if (is_taken(s->d->loss, name)) return NULL;
      part[k] = symbol_new(s->pool, SYM_PARAM, name, p->naxes, p->axis);
      part[k]->bar = p->bar;
      part[k]->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .hi_open = true };
      changed.param[k ? changed.nparams++ : i] = (Param){ .sym = part[k] };
      text = arena_printf(arena, "%s%s`param %s >= 0`", text ? text : "", text ? ", " : "", mend_declared(arena, part[k]));
    }
    changed.value = expr_subst_access(s->pool, changed.value, p, own, expr_sub(s->pool, expr_access(s->pool, part[0], at), expr_access(s->pool, part[1], at)));
    places = arena_printf(arena, "%s%s%s - %s in place of %s", places ? places : "", places ? ", " : "", part[0]->name->text, part[1]->name->text, p->name->text);
  }
  if (!text || !mend_serves(s, &changed)) return NULL;
  return arena_printf(arena, "With %s and %s every update would be proved.", text, places);
}
