/* rule_read.c: see rule_read.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"
#include "rules/conditions.h"
#include "syntax/parse.h"
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

static bool read_id(RuleReading *l, void *rule, const Node *clause) { (void)rule; l->text->id = clause->string; return true; }
static bool read_because(RuleReading *l, void *rule, const Node *clause) { (void)rule; l->text->because = clause->string; return true; }
static bool read_source(RuleReading *l, void *rule, const Node *clause) { (void)rule; l->text->source = clause->string; return true; }
static bool read_order(RuleReading *l, void *rule, const Node *clause) { (void)rule; l->text->order = clause_kid(clause, 1)->number; return true; }
static bool read_check(RuleReading *l, void *rule, const Node *clause) { (void)rule; read_checks(l, l->text, clause_kid(clause, 1)); return true; }

static const ClauseReader common[] = { { "id", READ_OUTLINE, read_id }, { "order", READ_OUTLINE, read_order }, { "because", READ_REST, read_because },
                                       { "source", READ_REST, read_source }, { "check", READ_REST, read_check }, { NULL, READ_NOTHING, NULL } };

/* by the lines of one table for the clause; *known: there is one */
static bool read_by(RuleReading *l, const ClauseReader *reader, ReadStage stage, const Node *clause, bool *known)
{
  for (; reader->word; reader++) {
    if (!clause_is(clause, reader->word)) continue;
    *known = true;
    if (reader->stage == stage && !reader->read(l, l->rule, clause)) return false;
  }
  return true;
}

static bool read_stage(RuleReading *l, ReadStage stage)
{
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *clause = l->block->kid[i];
    bool known = false;
    if (!read_by(l, common, stage, clause, &known) || !read_by(l, l->kind->clauses, stage, clause, &known)) return false;
    if (!known) return rule_complain(l, clause->span, l->kind->misplaced);
  }
  return stage != READ_REST || l->kind->finish(l);
}

/* the block again, with all of its clauses */
static bool unfold(RuleReading *l)
{
  int before = l->diags->errors;
  const Node *text = parse_part(pool_arena(l->rules->pool), l->block->span, l->diags);
  if (text->nkids != 1 || l->diags->errors > before) return false;
  l->block = text->kid[0];
  l->outline = false;
  return true;
}

bool rule_read(RuleReading *l, ReadStage stage)
{
  long before = pool_nodes(l->rules->pool);
  int errors = l->diags->errors;
  while (!l->broken && l->done < stage) {
    ReadStage next = l->done + 1;
    l->broken = (next == READ_REST && l->outline && !unfold(l)) || !read_stage(l, next);
    l->done = next;
    if (l->broken && l->diags->errors == errors) rule_complain(l, l->block->at, "it could not be read");
  }
  l->rules->lists->nodes += pool_nodes(l->rules->pool) - before;
  return !l->broken;
}

bool rule_complete(const RuleText *t) { return rule_read(t->reading, READ_REST); }

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
  const Name *near = NULL, *unknown = condition_unknown(c, &near);
  if (unknown) {
    rule_complain(l, condition->span, arena_printf(l->diags->arena, "there is no condition '%s'", unknown->text));
    if (near) diag_hint(l->diags, l->diags->last, "did you mean '%s'?", near->text);
    else diag_hint(l->diags, l->diags->last, "there are comparisons, concave(f), convex(f), constant(q) and others: doc/RULES.md");
  }
  return c && !unknown;
}

bool rule_read_late_condition(RuleReading *l, const Node *condition, const Expr **where)
{
  if (condition && l->library) return rule_complain(l, condition->span, "in the library the conditions stand behind `for`, which is read first");
  return rule_read_condition(l, condition, where);
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
