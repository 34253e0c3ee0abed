/* minimize_assign.c: which atoms of a block are the terms of a row?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_slice.h"
#include "rules/formed.h"
#include "derive/minimize_internal.h"
#include <string.h>

static bool term_is_open(const RowTerm *t) { return atom_is_formed(t->form) || (t->form == ATOM_SCALAR && t->atom->has_hole); }

static const Expr *first_hole(const Expr *e)
{
  const Expr *found = e->kind == X_HOLE ? e : NULL;
  for (int i = 0; i < e->nargs && !found; i++) found = first_hole(e->arg[i]);
  return found;
}

/* W W' + C: what the row calls C, over the rows of the matrix twice; every atom of the block has the same */
static bool take_formed(Lookup *l, Bindings *b, const Minimizer *row, const RowTerm *t, const Atom *a)
{
  const Collected *c = l->c;
  Formed f;
  if (!formed_fits(l->pool, l->facts, row, t, a->key, &f)) return false;
  for (int i = 0; i < f.b.nholes; i++) {
    HoleBinding *h = &f.b.hole[i], *known = bindings_hole(b, h->name);
    Index *pair[2] = { c->own[f.rows], c->other[f.rows] };
    const Expr *to[2] = { expr_index(l->pool, pair[0]), expr_index(l->pool, pair[1]) };
    if (h->nargs != 0 && h->nargs != 2) return false;
    const Expr *value = h->nargs ? expr_subst_indices(l->pool, h->value, 2, h->arg, to) : h->value;
    if (known && known->value != value) return false;
    if (known) continue;
    if (!(known = bindings_set(b, h->name, value))) return false;
    known->nargs = h->nargs;
    memcpy(known->arg, pair, sizeof pair);
  }
  if (!row->second) return true;
  return facts_is_active(l->facts, f.second) && !expr_has_symbol(c->rest, f.second->u.sym) && !c->free;
}

/* x^p and exp(k * x): the numbers of this block's atom are bound to p and k; x itself is x^1 */
static bool match_open(Lookup *l, Bindings *b, const Minimizer *row, const RowTerm *t, const Atom *a)
{
  if (atom_is_formed(t->form)) return a->form == t->form && take_formed(l, b, row, t, a);
  const Expr *hole = first_hole(t->atom);
  Bindings one = *b;
  if (a->form != ATOM_SCALAR) return false;
  if ((bindings_hole(b, hole->u.name) || bindings_set(&one, hole->u.name, expr_num(l->pool, 1))) && instantiate(&one, t->atom) == a->key) {
    *b = one;
    return true;
  }
  return match(b, t->atom, a->key, NULL, NULL);
}

static bool is_taken(const Assignment *as, const Atom *a)
{
  for (int k = 0; k < ROW_TERMS; k++)
    if (as->of[k] == a) return true;
  return false;
}

static const Expr *slice_key(const Lookup *l, const Minimizer *row, const RowTerm *t)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < l->c->param->naxes; a++) at[a] = expr_index(l->pool, l->c->own[a]);
  return slice_atom_fill(l->pool, row, t, l->c->param, l->c->slice, at);
}

/* atoms with a name of their own; false: one of the block's atoms is in no term */
static bool assign_named(const Lookup *l, const Minimizer *row, Assignment *as)
{
  bool quadratic = false, open = false;
  for (int k = 0; k < row->terms.len; k++) {
    const RowTerm *t = &row->terms.data[k];
    as->of[k] = NULL;
    quadratic |= t->form == ATOM_QUADRATIC || atom_is_by_sides(t->form);
    open |= term_is_open(t);
    const Expr *key = t->form == ATOM_SLICE && l->c->slice ? slice_key(l, row, t) : t->atom;
    for (int i = 0; i < l->c->atoms.len && !term_is_open(t); i++)
      if (l->c->atoms.data[i].form == t->form && l->c->atoms.data[i].key == key) as->of[k] = &l->c->atoms.data[i];
  }
  for (int i = 0; i < l->c->atoms.len; i++)
    if (!open && !is_taken(as, &l->c->atoms.data[i])) return false;
  return quadratic == l->c->quadratic;
}

/* the open terms from the k-th on take the atoms that are left, in every order */
static bool assign_open(Lookup *l, const Minimizer *row, int k, Assignment *as, const Bindings *b)
{
  while (k < row->terms.len && !term_is_open(&row->terms.data[k])) k++;
  if (k == row->terms.len) {
    for (int i = 0; i < l->c->atoms.len; i++)
      if (!is_taken(as, &l->c->atoms.data[i])) return false;
    return lookup_fill_row(l, row, as, *b);
  }
  for (int i = 0; i < l->c->atoms.len; i++) {
    const Atom *a = &l->c->atoms.data[i];
    Bindings bound = *b;
    if (is_taken(as, a) || !match_open(l, &bound, row, &row->terms.data[k], a)) continue;
    as->of[k] = a;
    if (assign_open(l, row, k + 1, as, &bound)) return true;
    as->of[k] = NULL;
  }
  return false;
}

/* has the block's form the parts that the row has, and no others? */
static bool has_sides_of(const Lookup *l, const Minimizer *row)
{
  const Sides *s = &l->sides;
  return l->by_sides && row_has(row, ATOM_LEFT) == (s->left != NULL) && row_has(row, ATOM_RIGHT) == (s->right != NULL) &&
         row_has(row, ATOM_SIDES) == (s->first != NULL);
}

bool lookup_try_row(Lookup *l, const Minimizer *row)
{
  Serves serves = row_serves(row, l->c->param);
  int slice_axes = row->naxes >= 2 ? 2 : row->naxes == 1 ? (l->ncoupled ? l->ncoupled : -1) : 0;
  Assignment as = { { NULL } };
  rules_count_try(l->rules);
  if (serves == SERVES_CLIPPED && row_asks_for(row, "unconstrained")) return false;
  if (serves != SERVES_CLIPPED && row_asks_for(row, "clipped")) return false;
  if (row_asks_for(row, "homogeneous") && !(l->c->quadratic && l->c->homogeneous)) return false;
  if (row_asks_for(row, "uncoupled") && l->slack) return false;
  if (row_asks_for(row, "in_turn") != l->c->in_turn) return false;
  if (row_asks_for(row, "held") != l->c->part_held) return false;
  if (row_asks_for(row, "lower_bound") && !(serves == SERVES_CLIPPED && l->c->param->domain.lo > row->domain.lo)) return false;
  const Bindings b = { .pool = l->pool, .facts = l->facts, .free = l->c->free };
  if (slice_axes != l->ncoupled) return false;
  if (row_is_by_sides(row) && !has_sides_of(l, row)) return false;
  return row->terms.len <= ROW_TERMS && assign_named(l, row, &as) && assign_open(l, row, 0, &as, &b);
}
