/* rule_read.c: see rule_read.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/rule_read.h"
#include <string.h>

static const Expr *both(Pool *p, const Expr *a, const Expr *b) { return !a ? b : !b ? a : expr_mul(p, a, b); }

bool rule_complain(RuleReading *l, Span span, const char *what)
{
  diag_add(l->diags, span, MSG_RULE, l->block->name->text, what);
  return false;
}

const Node *clause_kid(const Node *n, int i) { return i < n->nkids ? n->kid[i] : NULL; }
const Expr *clause_pattern(RuleReading *l, const Node *clause, int i) { return sema_pattern(l->rules->sema, clause_kid(clause, i), l->scope); }
bool clause_is(const Node *clause, const char *word) { return clause->kind == NODE_CLAUSE && !strcmp(clause->name->text, word); }

static void read_checks(RuleReading *l, RuleText *t, const Node *checks)
{
  Arena *a = pool_arena(l->rules->pool);
  for (int i = 0; i < checks->nkids; i++) {
    const Node *n = checks->kid[i];
    if (n->kind == NODE_OPTION && n->nkids && n->kid[0]->kind == NODE_NUMBER) {
      RuleSize s = { n->name, (int64_t)n->kid[0]->number };
      vec_push(a, &t->sizes, s);
    } else if (n->kind == NODE_OPTION && n->nkids) {
      RuleTrial trial = { n->name, sema_pattern(l->rules->sema, n->kid[0], l->scope) };
      if (trial.value) vec_push(a, &t->trials, trial);
    } else if (n->kind == NODE_SAMPLE && (n->kid[1]->kind == NODE_DOMAIN_INTERVAL || n->kid[1]->kind == NODE_DOMAIN_LABEL)) {
      const Node *place = n->kid[0], *d = n->kid[1];
      RuleCheck c = { place->kind == NODE_INDEX ? place->kid[0]->name : place->name, 0, 0, d->kind == NODE_DOMAIN_LABEL };
      if (sema_number(l->rules->sema, d->kid[0], &c.lo) && sema_number(l->rules->sema, d->kid[1], &c.hi)) vec_push(a, &t->checks, c);
    }
  }
}

static bool read_text(RuleReading *l, RuleText *t, const Node *clause)
{
  if (clause_is(clause, "id")) t->id = clause->string;
  else if (clause_is(clause, "because")) t->because = clause->string;
  else if (clause_is(clause, "source")) t->source = clause->string;
  else if (clause_is(clause, "order")) t->order = clause_kid(clause, 1)->number;
  else if (clause_is(clause, "check")) read_checks(l, t, clause_kid(clause, 1));
  else return false;
  return true;
}

bool rule_read_clauses(RuleReading *l, RuleText *text, void *rule, const ClauseReader *reader, const char *misplaced)
{
  *text = (RuleText){ .name = l->block->name, .id = l->block->name->text, .span = l->block->span };
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *clause = l->block->kid[i];
    if (read_text(l, text, clause)) continue;
    const ClauseReader *r = reader;
    while (r->word && !clause_is(clause, r->word)) r++;
    if (!r->word) return rule_complain(l, clause->span, misplaced);
    if (!r->read(l, rule, clause)) return false;
  }
  return true;
}

bool rule_read_let(RuleReading *l, const Node *clause, RuleLet *let)
{
  const Node *subject = clause_kid(clause, 0);
  memset(let, 0, sizeof *let);
  let->name = subject->kind == NODE_INDEX ? subject->kid[0]->name : subject->name;
  if (!(let->value = clause_pattern(l, clause, 1))) return false;
  if (subject->kind == NODE_INDEX)
    for (int i = 1; i < subject->nkids && let->nargs < ARRAY_MAX_AXES; i++)
      let->arg[let->nargs++] = pattern_index(l->rules->sema, l->scope, subject->kid[i]->name);
  return true;
}

bool rule_read_condition(RuleReading *l, const Node *condition, const Expr **where)
{
  if (!condition) return true;
  const Expr *c = sema_pattern(l->rules->sema, condition, l->scope);
  *where = both(l->rules->pool, *where, c);
  return c != NULL;
}

static bool goes_before(const RuleText *a, const RuleText *b)
{
  return a->order != b->order ? a->order < b->order : strcmp(a->name->text, b->name->text) < 0;
}

static const RuleText *rule_at(const char *list, int i)
{
  const RuleText *t;
  memcpy(&t, list + (size_t)i * sizeof t, sizeof t);
  return t;
}

void rules_settle_last(void *list, int len)
{
  char *at = list;
  for (int i = len - 1; i > 0; i--) {
    const RuleText *later = rule_at(at, i), *earlier = rule_at(at, i - 1);
    if (!goes_before(later, earlier)) return;
    memcpy(at + (size_t)i * sizeof later, &earlier, sizeof earlier);
    memcpy(at + (size_t)(i - 1) * sizeof later, &later, sizeof later);
  }
}
