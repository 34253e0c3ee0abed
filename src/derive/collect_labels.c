/* collect_labels.c: see collect_labels.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_labels.h"
#include "derive/collect_turns.h"
#include "expr/diff.h"

typedef struct LabelCollector {
  Pool *pool;
  Symbol *param, *indicator;              /* indicator[own, label]: 1 where the entry has the label */
  Axis *labels;
} LabelCollector;

/* ---- the axis of the labels: that of an array which they index, so that its indices and theirs are the same ------------------ */

static Axis *axis_of_use(const Expr *e, const Symbol *p)
{
  Axis *found = NULL;
  if (!e->has_param) return NULL;
  for (int i = 0; i < e->nargs && !found; i++) {
    const Expr *a = e->arg[i];
    bool label = a->kind == X_ACCESS && a->u.sym == p;
    Axis *axis = NULL;
    if (label && e->kind == X_ACCESS) axis = e->u.sym->axis[i];
    if (label && e->kind == X_CMP && e->arg[1 - i]->kind == X_INDEX) axis = e->arg[1 - i]->u.index->axis;
    found = axis && (double)axis->size == p->domain.hi ? axis : axis_of_use(a, p);
  }
  return found;
}

static Axis *axis_of_labels(Pool *pool, const Expr *surrogate, const Symbol *p)
{
  Axis *used = axis_of_use(surrogate, p);
  if (used) return used;
  return p->domain.labels ? p->domain.labels : axis_new(pool, name_of("labels"), (int64_t)p->domain.hi);
}

/* ---- terms ------------------------------------------------------------------------------------------------------------------ */

/* e, which holds one entry of the labels alone: sum{k} indicator[entry, k] * (e at k). NULL: it holds several */
static const Expr *by_label(LabelCollector *c, const Expr *e)
{
  const Expr *entry = entry_of(e, c->param), *at[ARRAY_MAX_AXES];
  if (!entry) return NULL;
  Index *k = index_new(c->pool, c->labels->name, c->labels);
  for (int i = 0; i < entry->nargs; i++) at[i] = entry->arg[i];
  at[entry->nargs] = expr_index(c->pool, k);
  const Expr *cost = expr_subst_node(c->pool, e, entry, at[entry->nargs]);
  return expr_sum(c->pool, k, expr_mul(c->pool, expr_access(c->pool, c->indicator, at), cost));
}

static const Expr *indicate(LabelCollector *c, const Expr *e)
{
  if (!expr_has_symbol(e, c->param)) return e;
  const Expr *whole = by_label(c, e);
  if (whole) return whole;
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(c->pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++)
      if (!(arg[i] = indicate(c, e->arg[i]))) return NULL;
    return expr_add_n(c->pool, e->nargs, arg);
  }
  if (e->kind == X_MUL) {                                  /* a factor may be a sum over entries; two of them couple labels */
    const Expr *fixed = expr_num(c->pool, 1), *moving = NULL;
    for (int i = 0; i < e->nargs; i++) {
      bool moves = expr_has_symbol(e->arg[i], c->param);
      if (moves && moving) return NULL;
      if (moves) moving = e->arg[i];
      else fixed = expr_mul(c->pool, fixed, e->arg[i]);
    }
    moving = indicate(c, moving);
    return moving ? expr_mul(c->pool, fixed, moving) : NULL;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(c->pool, e, fresh, arg);
    for (int i = 2; i < e->nargs; i++)
      if (arg[i] && expr_has_symbol(arg[i], c->param)) return NULL;
    if (expr_has_symbol(arg[1], c->param)) {               /* sum{i : z[i] == 2}: the condition is a factor */
      arg[0] = expr_mul(c->pool, arg[1], arg[0]);
      arg[1] = expr_num(c->pool, 1);
    }
    if (!(arg[0] = indicate(c, arg[0]))) return NULL;
    return expr_close(c->pool, e, fresh, arg);
  }
  return NULL;
}

bool collect_labels(Pool *pool, const Expr *surrogate, Collected *out)
{
  Symbol *p = out->param;
  Axis *axis[ARRAY_MAX_AXES];
  Index *at[ARRAY_MAX_AXES];
  const char *why;
  if (p->naxes == ARRAY_MAX_AXES) { out->failed = "its labels need one axis more than arrays have"; return false; }
  LabelCollector c = { .pool = pool, .param = p, .labels = axis_of_labels(pool, surrogate, p) };
  for (int a = 0; a < p->naxes; a++) {
    axis[a] = p->axis[a];
    at[a] = out->own[a];
  }
  axis[p->naxes] = c.labels;
  char name[2] = { (char)(c.labels->name->text[0] | 0x20), 0 };
  at[p->naxes] = out->label = index_new(pool, name_of(name[0] >= 'a' && name[0] <= 'z' ? name : "k"), c.labels);
  c.indicator = symbol_new(pool, SYM_ATOM, name_of("atom"), p->naxes + 1, axis);
  const Expr *q = indicate(&c, surrogate);
  const Expr *cost = q && !expr_has_symbol(q, p) ? expr_diff(pool, q, c.indicator, at, &why) : NULL;
  if (!cost || expr_has_symbol(cost, c.indicator)) {
    out->in_turn = true;
    out->failed = "a label stands in the place of another";
    if (!(cost = collect_turns(pool, surrogate, p, out->own, out->label))) return false;
    out->failed = NULL;
  }
  const Atom atom = { ATOM_LABEL, NULL, cost };
  vec_push(pool_arena(pool), &out->atoms, atom);
  return true;
}
