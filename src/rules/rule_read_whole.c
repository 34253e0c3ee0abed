/* rule_read_whole.c: majorizers of whole losses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"

bool rule_is_whole(const Node *block)
{
  for (int i = 0; i < block->nkids; i++) {
    const Node *c = block->kid[i];
    if (clause_is(c, "for") && clause_kid(c, 0)) return clause_kid(c, 1)->kind == NODE_NAME;
  }
  return false;
}

/* the bound without F or touch(F): what is added for one slice */
static bool take_form(RuleReading *l, Majorizer *m, const Expr *bound)
{
  Pool *p = l->rules->pool;
  const Expr *form = expr_hole(p, m->form, 0, NULL), *now = expr_hole(p, name_of("touch"), 1, &form);
  for (int i = 0; i < bound->nargs && bound->kind == X_ADD; i++) {
    if (bound->arg[i] != now && bound->arg[i] != form) continue;
    m->keeps = bound->arg[i] == form;
    m->bound = expr_sub(p, bound, bound->arg[i]);
    return true;
  }
  return rule_complain(l, l->block->at, "the bound of a whole loss F is F, or touch(F), and what is added");
}

static bool read_form(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  const Node *arguments = clause_kid(clause, 0);
  if (arguments->nkids != 1) return rule_complain(l, clause->span, "`for` names the one unknown: for x > 0: F");
  m->form = clause_kid(clause, 1)->name;
  m->pattern = expr_hole(l->rules->pool, m->form, 0, NULL);
  return (m->unknown = pattern_declare(l->rules->sema, l->scope, arguments->kid[0])) && rule_read_condition(l, clause_kid(clause, 2), &m->where);
}

static bool read_bound(RuleReading *l, void *rule, const Node *clause)
{
  Majorizer *m = rule;
  const Expr *bound = m->unknown ? clause_pattern(l, clause, 1) : NULL;
  return bound && take_form(l, m, bound);
}

static void whole_enter(RuleReading *l) { rule_enter_bound(l, &l->rules->lists->wholes); }

/* for x > 0: F where …   bound touch(F) + …   check F = …, x in (0, 1) */
void rule_begin_whole(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", READ_REST, read_form }, { "bound", READ_REST, read_bound }, RULE_BOUND_CLAUSES };
  static const RuleKind kind = { clauses, "this clause does not belong in a majorizer", READ_OUTLINE, rule_finish_bound, whole_enter };
  rule_begin_bound(l, &kind);
}
