/* explain_names.c: definitions with index names that read well; see explain.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain.h"
#include "expr/print.h"
#include <string.h>

Shown naming_definition(const Naming *n, Symbol *s)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int i = 0; i < s->naxes; i++) at[i] = expr_index(n->pool, s->own[i]);
  return (Shown){ naming_apply(n, expr_access(n->pool, s, at)), naming_apply(n, s->def) };
}

const Expr *name_as_math(Pool *pool, const Name *name)
{
  return expr_access(pool, symbol_new(pool, SYM_ATOM, name, 0, NULL), NULL);
}

/* ---- blocks ---------------------------------------------------------------------------------------------------------------- */

static const Expr *put_statistic(Pool *pool, const Expr *e, void *context)
{
  const Block *b = context;
  if (e->kind != X_ACCESS || e->u.sym->kind != SYM_STAT) return e;
  for (int i = 0; i < b->coefs.len; i++)
    if (b->coefs.data[i].stat == e->u.sym) return expr_subst_indices(pool, e->u.sym->def, e->nargs, e->u.sym->own, e->arg);
  return e;
}

/* the second index of a quadratic form is named after the first one over that axis */
static const Name *name_of_twin(const Naming *n, const Block *b, const Index *index)
{
  for (int a = 0; a < b->param->naxes; a++)
    if (b->param->axis[a] == index->axis) return n->to[a]->u.index->name;
  return index->name;
}

BlockView block_view(Pool *pool, const Loss *loss, const Block *b)
{
  BlockView v = { .naming = { .pool = pool, .context = loss->value, .block = b } };
  const Expr *at[ARRAY_MAX_AXES];
  naming_add_own(&v.naming, loss, b->param, b->own);
  for (int i = 0; i < b->coefs.len; i++) {
    const Symbol *s = b->coefs.data[i].stat;
    for (int k = 0; k < s->naxes; k++) naming_add(&v.naming, s->own[k], name_of_twin(&v.naming, b, s->own[k]));
  }
  for (int a = 0; a < b->param->naxes; a++) at[a] = expr_index(pool, b->own[a]);
  v.target = naming_apply(&v.naming, expr_access(pool, b->param, at));
  v.ncoefs = b->coefs.len;
  v.coef = ARENA_ARRAY(pool_arena(pool), Shown, b->coefs.len);
  for (int i = 0; i < b->coefs.len; i++) v.coef[i] = naming_definition(&v.naming, b->coefs.data[i].stat);
  v.value = naming_apply(&v.naming, b->value);
  v.inlined = v.value ? expr_map(pool, v.value, put_statistic, (void *)b) : NULL;
  v.needs = naming_apply(&v.naming, b->needs);
  v.bounded = naming_apply(&v.naming, b->bounded);
  v.attained = naming_apply(&v.naming, b->attained);
  v.plain = naming_apply(&v.naming, b->plain);
  v.spare = naming_apply(&v.naming, b->spare);
  return v;
}

/* ---- a surrogate without its constants ---------------------------------------------------------------------------------------- */

typedef struct Active { Pool *pool; Facts *facts; bool dropped; } Active;

static const Expr *without_constants(Active *a, const Expr *e)
{
  Pool *pool = a->pool;
  if (!facts_is_active(a->facts, e)) { a->dropped = true; return expr_num(pool, 0); }
  if (e->kind == X_ADD) {
    const Expr **term = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++) term[i] = without_constants(a, e->arg[i]);
    return expr_add_n(pool, e->nargs, term);
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *arg[EXPR_OPEN_ARGS];
    expr_open(pool, e, fresh, arg);
    arg[0] = without_constants(a, arg[0]);
    return expr_close(pool, e, fresh, arg);
  }
  if (e->kind == X_MUL) {                                  /* constants times one moving factor */
    int moving = -1, n = 0;
    for (int i = 0; i < e->nargs; i++)
      if (facts_is_active(a->facts, e->arg[i])) { moving = i; n++; }
    if (n != 1) return e;
    const Expr **factor = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
    memcpy(factor, e->arg, (size_t)e->nargs * sizeof *factor);
    factor[moving] = without_constants(a, e->arg[moving]);
    return expr_mul_n(pool, e->nargs, factor);
  }
  return e;
}

const Expr *active_terms(Pool *pool, const SurrogateGroup *g, const Expr *e, bool *dropped)
{
  Active a = { pool, facts_new(pool, g->nparams, g->param), false };
  e = without_constants(&a, e);
  *dropped = a.dropped;
  return e;
}

const char *proof_text(Arena *arena, const Proof *p) { return p->text ? p->text : expr_text(arena, p->condition); }
