/* rule_read_bound.c: majorizers, of terms and of quadratic forms.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/rule_read.h"
#include <string.h>

bool rule_read_majorizer(RuleReading *l)
{
  Arena *a = pool_arena(l->rules->pool);
  Majorizer *m = ARENA_NEW(a, Majorizer);
  m->text = rule_text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *c = l->block->kid[i];
    bool ok = true;
    if (rule_read_text(l, &m->text, c)) continue;
    if (clause_is(c, "for")) {
      ok = (m->pattern = sema_pattern(l->rules->sema, clause_kid(c, 1), l->scope)) && rule_read_condition(l, clause_kid(c, 2), &m->where);
    } else if (clause_is(c, "bound")) {
      ok = (m->bound = sema_pattern(l->rules->sema, clause_kid(c, 1), l->scope)) && rule_read_condition(l, clause_kid(c, 2), &m->where);
    } else if (clause_is(c, "with")) {
      RuleLet let;
      if ((ok = rule_read_let(l, c, &let))) vec_push(a, &m->weights, let);
    } else if (clause_is(c, "update")) {
      m->exact = !strcmp(clause_kid(c, 1)->name->text, "exact");
      m->loose = !strcmp(clause_kid(c, 1)->name->text, "loose");
      m->descent = !strcmp(clause_kid(c, 1)->name->text, "descent");
      if (!m->exact && !m->loose && !m->descent) return rule_complain(l, c->span, "behind `update` of a majorizer stands `exact`, `loose` or `descent`");
    } else {
      return rule_complain(l, c->span, "this clause does not belong in a majorizer");
    }
    if (!ok) return false;
  }
  if (!m->pattern || !m->bound) return rule_complain(l, l->block->at, "a majorizer needs `for` and `bound`");
  vec_push(a, &l->rules->majorizers, m);
  rules_settle_last(l->rules->majorizers.data, l->rules->majorizers.len);
  return true;
}

/* ---- majorizers of a quadratic form in an unknown -------------------------------------------------------------------------- */

bool rule_is_relaxation(const Node *block)
{
  for (int i = 0; i < block->nkids; i++)
    if (clause_is(block->kid[i], "for") && clause_kid(block->kid[i], 0)) return true;
  return false;
}

/* for v[J]: sum{j, l} A[j, l] * v[j] * v[l]   bound sum{j} c[j] * v[j]^2   with c[j] = … */
bool rule_read_relaxation(RuleReading *l)
{
  Arena *a = pool_arena(l->rules->pool);
  Relaxation *r = ARENA_NEW(a, Relaxation);
  Minimizer form = { 0 }, bound = { 0 };
  RuleLet let = { 0 };
  r->text = rule_text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *c = l->block->kid[i];
    bool ok = true;
    if (rule_read_text(l, &r->text, c)) continue;
    if (clause_is(c, "for")) {
      ok = rule_read_unknown(l, &form, c);
      bound.unknown = form.unknown;
      r->where = form.where;
    } else if (clause_is(c, "bound")) {
      const Expr *e = form.unknown ? sema_pattern(l->rules->sema, clause_kid(c, 1), l->scope) : NULL;
      ok = e && rule_read_term(l, &bound, e, 1);
    } else if (clause_is(c, "with")) {
      ok = rule_read_let(l, c, &let);
    } else {
      return rule_complain(l, c->span, "this clause does not belong in a majorizer of a quadratic form");
    }
    if (!ok) return false;
  }
  bool fits = form.unknown && form.naxes == 1 && form.terms.len == 1 && form.terms.data[0].form == ATOM_QUADRATIC && bound.terms.len == 1 &&
              bound.terms.data[0].form == ATOM_SCALAR && bound.terms.data[0].hole == let.name && let.nargs == 1;
  if (!fits) return rule_complain(l, l->block->at, "a bound of a quadratic form reads: for v[J]: sum{j, l} A[j, l] * v[j] * v[l]; bound sum{j} c[j] * v[j]^2; with c[j] = …");
  r->domain = form.domain;
  r->unknown = form.unknown;
  r->axis = form.axis[0];
  r->own = let.arg[0];
  r->form = form.terms.data[0].hole;
  r->multiple = form.terms.data[0].multiple;
  r->row = form.row;
  r->curvature = expr_mul(l->rules->pool, expr_num(l->rules->pool, bound.terms.data[0].multiple), let.value);
  vec_push(a, &l->rules->relaxations, r);
  rules_settle_last(l->rules->relaxations.data, l->rules->relaxations.len);
  return true;
}
