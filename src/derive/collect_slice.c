/* collect_slice.c: see collect_slice.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_slice.h"
#include "rules/conditions.h"
#include "rules/rows.h"
#include <string.h>

const Expr *slice_atom_fill(Pool *pool, const Minimizer *m, const RowTerm *t, Symbol *param, unsigned axes, const Expr *const *at)
{
  Bindings b = { .pool = pool };
  const Expr *place[ARRAY_MAX_AXES];
  AxisBinding *x = &b.axis[b.naxes++];
  *x = (AxisBinding){ .pattern = m->axis[0] };
  Index *own[ARRAY_MAX_AXES];
  for (int a = 0; a < param->naxes; a++) {
    place[a] = at[a];
    if (!(axes >> a & 1)) continue;
    own[x->ntargets] = index_new(pool, param->axis[a]->name, param->axis[a]);
    place[a] = expr_index(pool, own[x->ntargets]);
    x->target[x->ntargets++] = param->axis[a];
  }
  HoleBinding *h = bindings_set(&b, m->unknown->name, expr_access(pool, param, place));
  if (!h) return NULL;
  h->nargs = x->ntargets;
  memcpy(h->arg, own, (size_t)x->ntargets * sizeof *own);
  return instantiate(&b, t->atom);
}

/* the accesses of p in e, all with the same indices: those bound in e, over which the atom runs, and others */
static bool same_slice(const Expr *e, const Symbol *p, const Expr **found, unsigned *axes)
{
  if (!e->has_param) return true;
  if (e->kind == X_ACCESS && e->u.sym == p) {
    unsigned bound = 0;
    for (int a = 0; a < e->nargs; a++)
      if (e->arg[a]->kind == X_INDEX && e->arg[a]->u.index->bound) bound |= 1u << a;
    if (*found && bound != *axes) return false;
    for (int a = 0; *found && a < e->nargs; a++)
      if (!(bound >> a & 1) && e->arg[a] != (*found)->arg[a]) return false;
    *found = e;
    *axes = bound;
    return true;
  }
  for (int i = 0; i < e->nargs; i++)
    if (!same_slice(e->arg[i], p, found, axes)) return false;
  return true;
}

/* the k-th term of a row that e is an atom of; *skip of them passed over */
static const Minimizer *find_row(Pool *pool, const Rules *rules, const Expr *e, Symbol *p, const SliceAtom *s, int *skip, const RowTerm **term)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, p, &at));)
    for (int k = 0; k < m->terms.len; k++) {
      const RowTerm *t = &m->terms.data[k];
      if (t->form != ATOM_SLICE || t->atom->kind != e->kind || (e->kind == X_CALL && t->atom->u.fn != e->u.fn) || slice_atom_fill(pool, m, t, p, s->axes, s->access->arg) != e) continue;
      if ((*skip)-- > 0) continue;
      *term = t;
      return m;
    }
  return NULL;
}

bool slice_atom_of(Pool *pool, const Rules *rules, const Expr *e, Symbol *p, SliceAtom *s)
{
  const RowTerm *t;
  const Expr *own[ARRAY_MAX_AXES];
  int skip = 0;
  *s = (SliceAtom){ 0 };
  if (p->naxes == 0 || !same_slice(e, p, &s->access, &s->axes) || !s->access || !s->axes) return false;
  for (int a = 0; a < s->access->nargs; a++)
    for (int k = 0; k < s->access->arg[a]->nfree && !(s->axes >> a & 1); k++)
      if (s->access->arg[a]->free[k]->bound) return false;
  const Minimizer *m = find_row(pool, rules, e, p, s, &skip, &t);
  for (int a = 0; a < p->naxes; a++) own[a] = expr_index(pool, symbol_own(pool, p, a));
  s->key = m ? slice_atom_fill(pool, m, t, p, s->axes, own) : NULL;
  return s->key != NULL;
}

static bool speaks_of_others(const Expr *e, const Name *hole)
{
  if (e->kind == X_HOLE && e->u.name != hole) return true;
  for (int i = 0; i < e->nargs; i++)
    if (speaks_of_others(e->arg[i], hole)) return true;
  return false;
}

/* the row's conditions on this coefficient alone */
static bool coefficient_serves(Pool *pool, Facts *facts, const Minimizer *m, const RowTerm *t, const Expr *coef)
{
  Bindings b = { .pool = pool, .facts = facts };
  if (!bindings_set(&b, t->hole, expr_mul(pool, expr_num(pool, 1 / t->multiple), coef))) return false;
  for (int i = 0; i < condition_count(m->where); i++) {
    const Expr *c = condition_at(m->where, i);
    if (c->kind == X_HOLE || speaks_of_others(c, t->hole)) continue;
    if (!conditions_hold(&b, c, NULL, NULL)) return false;
  }
  return true;
}

bool slice_atom_stays(Pool *pool, const Rules *rules, Facts *facts, const Expr *e, const Expr *rest, Symbol *p)
{
  SliceAtom s;
  const RowTerm *t;
  if (!slice_atom_of(pool, rules, e, p, &s)) return false;
  for (int i = 0;; i++) {
    int skip = i;
    const Minimizer *m = find_row(pool, rules, e, p, &s, &skip, &t);
    if (!m) return false;
    if (coefficient_serves(pool, facts, m, t, rest)) return true;
  }
}
