/* rule_read_bound.c: majorizers, of terms and of quadratic forms.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"
#include <string.h>

static bool read_pattern(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  return (m->pattern = clause_pattern(l, clause, 1)) && rule_read_condition(l, clause_kid(clause, 2), &m->where);
}

static bool read_bound(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  return (m->bound = clause_pattern(l, clause, 1)) && rule_read_late_condition(l, clause_kid(clause, 2), &m->where);
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

void rule_begin_bound(RuleReading *l, const RuleKind *kind)
{
  Majorizer *m = l->rule = ARENA_NEW(pool_arena(l->rules->pool), Majorizer);
  l->text = &m->text;
  l->kind = kind;
}

bool rule_finish_bound(RuleReading *l)
{
  const Majorizer *m = l->rule;
  return ((m->pattern || m->unknown) && m->bound) || rule_complain(l, l->block->at, "a majorizer needs `for` and `bound`");
}

void rule_enter_bound(RuleReading *l, Majorizers *list)
{
  vec_push(pool_arena(l->rules->pool), list, l->rule);
  rules_settle_last(list->data, list->len);
}

static void majorizer_enter(RuleReading *l) { rule_enter_bound(l, &l->rules->lists->majorizers); }

void rule_begin_majorizer(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", READ_FORM, read_pattern }, { "bound", READ_REST, read_bound }, RULE_BOUND_CLAUSES };
  static const RuleKind kind = { clauses, "this clause does not belong in a majorizer", READ_FORM, rule_finish_bound, majorizer_enter };
  rule_begin_bound(l, &kind);
}

/* ---- majorizers of a quadratic form in an unknown -------------------------------------------------------------------------- */

bool rule_is_relaxation(const Node *block)
{
  for (int i = 0; i < block->nkids; i++)
    if (clause_is(block->kid[i], "for") && clause_kid(block->kid[i], 0)) return true;
  return false;
}

/* both sides are read as rows of minimizers are */
typedef struct QuadraticBound { Relaxation *relaxation; Minimizer form, bound; RuleLet let; } QuadraticBound;

static bool read_form(RuleReading *l, void *rule, const Node *clause)
{
  QuadraticBound *q = rule;
  bool ok = rule_read_unknown(l, &q->form, clause) && rule_read_form(l, &q->form, clause);
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

static bool relaxation_finish(RuleReading *l)
{
  const QuadraticBound *q = l->rule;
  Relaxation *r = q->relaxation;
  const RowTerm *form = q->form.terms.data, *bound = q->bound.terms.data;
  bool fits = q->form.unknown && q->form.naxes == 1 && q->form.terms.len == 1 && form->form == ATOM_QUADRATIC && q->bound.terms.len == 1 &&
              bound->form == ATOM_SCALAR && bound->hole == q->let.name && q->let.nargs == 1;
  if (!fits) return rule_complain(l, l->block->at, "a bound of a quadratic form reads: for v[J]: sum{j, l} A[j, l] * v[j] * v[l]; bound sum{j} c[j] * v[j]^2, or another function of v[j]; with c[j] = …");
  r->domain = q->form.domain;
  r->unknown = q->form.unknown;
  r->axis = q->form.axis[0];
  r->own = q->let.arg[0];
  r->form = form->hole;
  r->multiple = form->multiple;
  r->row = q->form.row;
  r->where = q->form.where;
  r->generator = bound->atom;
  r->curvature = expr_mul(l->rules->pool, expr_num(l->rules->pool, bound->multiple), q->let.value);
  return true;
}

static void relaxation_enter(RuleReading *l)
{
  Relaxations *list = &l->rules->lists->relaxations;
  vec_push(pool_arena(l->rules->pool), list, ((QuadraticBound *)l->rule)->relaxation);
  rules_settle_last(list->data, list->len);
}

/* for v[J]: sum{j, l} A[j, l] * v[j] * v[l]   bound sum{j} c[j] * v[j]^2   with c[j] = … */
void rule_begin_relaxation(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", READ_REST, read_form }, { "bound", READ_REST, read_form_bound }, { "with", READ_REST, read_form_let },
                                          { NULL, READ_NOTHING, NULL } };
  static const RuleKind kind = { clauses, "this clause does not belong in a majorizer of a quadratic form", READ_OUTLINE, relaxation_finish, relaxation_enter };
  Arena *a = pool_arena(l->rules->pool);
  QuadraticBound *q = l->rule = ARENA_NEW(a, QuadraticBound);
  q->relaxation = ARENA_NEW(a, Relaxation);
  l->text = &q->relaxation->text;
  l->kind = &kind;
}
