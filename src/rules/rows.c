/* rows.c: see rows.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rows.h"
#include "rules/match.h"
#include "rules/rule_read.h"
#include <math.h>
#include <string.h>

static bool ends_closed(const Domain *d) { return (d->lo == -INFINITY || !d->lo_open) && (d->hi == INFINITY || !d->hi_open); }

Serves row_serves(const Minimizer *row, const Symbol *param)
{
  const Domain *r = &row->domain, *p = &param->domain;
  bool capped = domain_is_capped(r);                       /* such a row asks for both bounds itself */
  if ((domain_is_capped(p) && !capped) || (capped && !domain_is_capped(p) && !domain_is_floored(p))) return SERVES_NOT;
  if ((!capped && domain_is_floored(r) != domain_is_floored(p)) ||
       (r->ratio > 0) != (p->ratio > 0) || domain_has_det(r) != domain_has_det(p) || domain_is_proper(r) != domain_is_proper(p) ||
      domain_is_cross(r) != domain_is_cross(p)) return SERVES_NOT;
  if (r->kind == DOMAIN_SPD) return p->kind == DOMAIN_SPD && p->shape == r->shape ? SERVES : SERVES_NOT;
  bool between = p->lo >= r->lo && p->hi <= r->hi;
  if (r->kind == DOMAIN_ORDERED) return p->kind == r->kind && between && (isfinite(r->lo) || isfinite(r->hi) || ends_closed(p)) ? SERVES : SERVES_NOT;
  if (r->kind == DOMAIN_INTERVAL && row->naxes && (r->lo_open || r->hi_open))
    return p->kind == r->kind && p->lo == r->lo && p->hi == r->hi && p->lo_open == r->lo_open && p->hi_open == r->hi_open ? SERVES : SERVES_NOT;
  if (r->kind == DOMAIN_INTERVAL && row->naxes) return p->kind == r->kind && ends_closed(p) ? SERVES : SERVES_NOT;      /* it asks for the ends itself */
  if (r->kind != DOMAIN_REAL && r->kind != DOMAIN_INTERVAL) return p->kind == r->kind ? SERVES : SERVES_NOT;
  if (r->kind == DOMAIN_INTERVAL && p->kind == DOMAIN_INTERVAL &&   /* a row whose answer may be an end serves no domain without it */
      ((isfinite(r->lo) && !r->lo_open && p->lo == r->lo && p->lo_open) || (isfinite(r->hi) && !r->hi_open && p->hi == r->hi && p->hi_open)))
    return SERVES_NOT;
  if (p->kind == r->kind && (r->kind == DOMAIN_REAL || (p->lo == r->lo && p->hi == r->hi))) return SERVES;
  if (p->kind != DOMAIN_INTERVAL || row->naxes || !ends_closed(p)) return SERVES_NOT;
  if (r->kind == DOMAIN_REAL) return SERVES_CLIPPED;      /* a scalar, unimodal surrogate: the clipped minimiser (K-CLIP) */
  return between ? SERVES_CLIPPED : SERVES_NOT;
}

/* a row for slices, or for matrices with whatever tells them apart, serves no parameter with fewer axes */
static bool has_axes_for(const Symbol *param, const Minimizer *row) { return param->naxes >= (row->naxes < 2 ? row->naxes : 2); }

/* found once for each parameter; again where rules came in since */
static const Minimizers *rows_for(const Rules *rules, const Symbol *param)
{
  typedef struct Serving { int of; Minimizers rows; } Serving;
  const Minimizers *all = rules_minimizers(rules);
  Arena *arena = pool_arena(rules->pool);
  Serving *s = map_get(&rules->lists->serving, param);
  if (s && s->of == all->len) return &s->rows;
  if (!s) map_put(arena, &rules->lists->serving, param, s = ARENA_NEW(arena, Serving));
  s->of = all->len;
  s->rows.len = 0;
  for (int i = 0; i < all->len; i++)
    if (has_axes_for(param, all->data[i]) && row_serves(all->data[i], param) != SERVES_NOT && rule_read(all->data[i]->text.reading, READ_FORM)) vec_push(arena, &s->rows, all->data[i]);
  return &s->rows;
}

const Minimizer *rows_next(const Rules *rules, const Symbol *param, int *at)
{
  const Minimizers *rows = rows_for(rules, param);
  return *at < rows->len ? rows->data[(*at)++] : NULL;
}

bool condition_asks_for(const Expr *where, const char *word)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind == X_HOLE && c->nargs == 0 && !strcmp(c->u.name->text, word)) return true;
  }
  return false;
}

bool row_asks_for(const Minimizer *row, const char *word) { return condition_asks_for(row->where, word); }

static bool is_row_atom(Pool *pool, const RowTerm *t, const Expr *key)
{
  Bindings b = { .pool = pool };                           /* x^p, exp(k * x): p and k are the numbers of the key */
  return t->form == ATOM_SCALAR && (t->atom == key || (t->atom->has_hole && key->kind == t->atom->kind && match(&b, t->atom, key, NULL, NULL)));
}

bool rows_have_atom(const Rules *rules, const Symbol *p, const Expr *key)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, p, &at));)
    for (int k = 0; k < m->terms.len; k++)
      if (is_row_atom(rules->pool, &m->terms.data[k], key)) return true;
  return false;
}

bool row_has(const Minimizer *row, AtomForm form)
{
  for (int k = 0; k < row->terms.len; k++)
    if (row->terms.data[k].form == form) return true;
  return false;
}

bool row_is_by_sides(const Minimizer *row) { return row_has(row, ATOM_LEFT) || row_has(row, ATOM_RIGHT) || row_has(row, ATOM_SIDES); }

bool rows_have_quadratic(const Rules *rules, const Symbol *p)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, p, &at));)
    if (m->terms.len == 1 && (m->terms.data[0].form == ATOM_QUADRATIC || row_is_by_sides(m)) && row_serves(m, p) == SERVES) return true;
  const Expr *x = expr_access(rules->pool, rules->variable, NULL), *square = expr_pow(rules->pool, x, expr_num(rules->pool, 2));
  return rows_have_atom(rules, p, square);
}

bool rows_have_function(const Rules *rules, const Symbol *param)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, param, &at));)
    if (row_has(m, ATOM_FUNCTION)) return true;
  return false;
}
