/* rule_read_bound.c: majorizers, of terms and of quadratic forms.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/rule_read.h"
#include <string.h>

static bool read_pattern(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  return (m->pattern = clause_pattern(l, clause, 1)) && rule_read_condition(l, clause_kid(clause, 2), &m->where);
}

static bool read_bound(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  return (m->bound = clause_pattern(l, clause, 1)) && rule_read_condition(l, clause_kid(clause, 2), &m->where);
}

bool rule_read_weight(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  RuleLet let;
  if (!rule_read_let(l, clause, &let)) return false;
  vec_push(pool_arena(l->rules->pool), &m->weights, let);
  return true;
}

bool rule_read_manner(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  const struct { const char *word; bool *flag; } words[] = {
    { "exact", &m->exact }, { "loose", &m->loose }, { "descent", &m->descent }, { "local", &m->local }, { "guarded", &m->guarded } };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (!strcmp(clause_kid(clause, 1)->name->text, words[i].word)) return *words[i].flag = true;
  return rule_complain(l, clause->span, "behind `update` of a majorizer stands `exact`, `loose`, `descent`, `local` or `guarded`");
}

bool rule_read_majorizer(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", read_pattern }, { "bound", read_bound }, { "with", rule_read_weight }, { "update", rule_read_manner }, { NULL, NULL } };
  Arena *a = pool_arena(l->rules->pool);
  Majorizer *m = ARENA_NEW(a, Majorizer);
  if (!rule_read_clauses(l, &m->text, m, clauses, "this clause does not belong in a majorizer")) return false;
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

/* both sides are read as rows of minimizers are */
typedef struct QuadraticBound { Minimizer form, bound; RuleLet let; } QuadraticBound;

static bool read_form(RuleReading *l, void *rule, const Node *clause)
{
  QuadraticBound *q = rule;
  bool ok = rule_read_unknown(l, &q->form, clause);
  q->bound.unknown = q->form.unknown;
  return ok;
}

static bool read_form_bound(RuleReading *l, void *rule, const Node *clause)
{
  QuadraticBound *q = rule;
  const Expr *e = q->form.unknown ? clause_pattern(l, clause, 1) : NULL;
  return e && rule_read_term(l, &q->bound, e, 1);
}

static bool read_form_let(RuleReading *l, void *rule, const Node *clause)
{
  QuadraticBound *q = rule;
  return rule_read_let(l, clause, &q->let);
}

/* for v[J]: sum{j, l} A[j, l] * v[j] * v[l]   bound sum{j} c[j] * v[j]^2   with c[j] = … */
bool rule_read_relaxation(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", read_form }, { "bound", read_form_bound }, { "with", read_form_let }, { NULL, NULL } };
  Arena *a = pool_arena(l->rules->pool);
  Relaxation *r = ARENA_NEW(a, Relaxation);
  QuadraticBound q = { 0 };
  if (!rule_read_clauses(l, &r->text, &q, clauses, "this clause does not belong in a majorizer of a quadratic form")) return false;
  const RowTerm *form = q.form.terms.data, *bound = q.bound.terms.data;
  bool fits = q.form.unknown && q.form.naxes == 1 && q.form.terms.len == 1 && form->form == ATOM_QUADRATIC && q.bound.terms.len == 1 &&
              bound->form == ATOM_SCALAR && bound->hole == q.let.name && q.let.nargs == 1;
  if (!fits) return rule_complain(l, l->block->at, "a bound of a quadratic form reads: for v[J]: sum{j, l} A[j, l] * v[j] * v[l]; bound sum{j} c[j] * v[j]^2; with c[j] = …");
  r->domain = q.form.domain;
  r->unknown = q.form.unknown;
  r->axis = q.form.axis[0];
  r->own = q.let.arg[0];
  r->form = form->hole;
  r->multiple = form->multiple;
  r->row = q.form.row;
  r->where = q.form.where;
  r->curvature = expr_mul(l->rules->pool, expr_num(l->rules->pool, bound->multiple), q.let.value);
  vec_push(a, &l->rules->relaxations, r);
  rules_settle_last(l->rules->relaxations.data, l->rules->relaxations.len);
  return true;
}
