/* rule_read_chart.c: charts, `for x > 0: x = exp(u)`.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"
#include <string.h>

/* the first pattern variable: the coordinate; *touch: is there a touch(…) */
static const Expr *find_coordinate(const Expr *e, bool *touch)
{
  if (e->kind == X_HOLE && strcmp(e->u.name->text, "touch")) return e;
  *touch |= e->kind == X_HOLE;
  const Expr *found = NULL;
  for (int i = 0; i < e->nargs && e->kind != X_HOLE; i++) {
    const Expr *here = find_coordinate(e->arg[i], touch);
    if (!found) found = here;
  }
  return found;
}

static bool read_unknown(RuleReading *l, void *rule, const Node *clause)
{
  Chart *c = rule;
  const Node *arguments = clause_kid(clause, 0), *equation = clause_kid(clause, 1);
  if (!arguments || arguments->nkids != 1 || equation->kind != NODE_COMPARE || equation->op != OP_EQ)
    return rule_complain(l, clause->span, "a chart reads `for x > 0: x = exp(u)`");
  return (c->unknown = pattern_declare(l->rules->sema, l->scope, arguments->kid[0])) != NULL;
}

/* x[i, j] = value in the coordinate */
static bool read_coordinate(RuleReading *l, void *rule, const Node *clause)
{
  Chart *c = rule;
  const Node *equation = clause_kid(clause, 1);
  if (!pattern_subject(l->rules->sema, l->scope, clause_kid(equation, 0), c->own)) return false;
  if (!(c->value = clause_pattern(l, equation, 1))) return false;
  const Expr *hole = find_coordinate(c->value, &c->around);
  if (!hole) return rule_complain(l, clause->span, "the right side has no coordinate");
  c->coordinate = hole->u.name;
  for (int i = 0; i < hole->nargs; i++) {
    if (hole->arg[i]->kind != X_INDEX) return rule_complain(l, clause->span, "the coordinate's first mention has an index that is none");
    c->at[c->nat++] = index_new(l->rules->pool, hole->arg[i]->u.index->name, hole->arg[i]->u.index->axis);
  }
  return true;
}

static bool read_inverse(RuleReading *l, void *rule, const Node *clause)
{
  Chart *c = rule;
  const Node *subject = clause_kid(clause, 0);
  if (!(c->inverse = clause_pattern(l, clause, 1))) return false;
  c->nat = 0;
  for (int i = 1; subject->kind == NODE_INDEX && i < subject->nkids && c->nat < ARRAY_MAX_AXES; i++)
    c->at[c->nat++] = pattern_index(l->rules->sema, l->scope, subject->kid[i]->name);
  return true;
}

static bool chart_finish(RuleReading *l)
{
  const Chart *c = l->rule;
  return c->value || rule_complain(l, l->block->at, "a chart needs `for`");
}

static void chart_enter(RuleReading *l) { vec_push(pool_arena(l->rules->pool), &l->rules->lists->charts, l->rule); }

void rule_begin_chart(RuleReading *l)
{
  static const ClauseReader clauses[] = { { "for", READ_OUTLINE, read_unknown }, { "for", READ_REST, read_coordinate }, { "inverse", READ_REST, read_inverse },
                                          { NULL, READ_NOTHING, NULL } };
  static const RuleKind kind = { clauses, "this clause does not belong in a chart", READ_OUTLINE, chart_finish, chart_enter };
  Chart *c = l->rule = ARENA_NEW(pool_arena(l->rules->pool), Chart);
  l->text = &c->text;
  l->kind = &kind;
}
