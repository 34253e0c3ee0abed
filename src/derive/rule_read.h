/* rule_read.h: from the parsed text of one rule to what the derivation matches; doc/RULES.md is the reference of its notation.
 * rules.c asks for the reader of a block's kind; what they share, the clauses common to all rules, is in rule_read.c. A reader
 * enters the rule in its list and returns true, or reports what is wrong with the block, enters nothing and returns false. Rules
 * live in the arena of the pool.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_RULE_READ_H
#define MAJORANT_DERIVE_RULE_READ_H
#include "derive/rules_internal.h"
#include "sema/pattern.h"

/* one block that is being read */
typedef struct RuleReading {
  Rules *rules;
  DiagList *diags;
  PatternScope *scope;                    /* the pattern variables and indices of this rule */
  const Node *block;
} RuleReading;

bool rule_read_majorizer(RuleReading *);
bool rule_read_relaxation(RuleReading *);
bool rule_read_minimizer(RuleReading *);
bool rule_read_chart(RuleReading *);
bool rule_read_whole(RuleReading *);
bool rule_is_whole(const Node *block);                         /* a majorizer of whole losses: its `for` declares an unknown and names the loss, `for x > 0: F` */
bool rule_is_relaxation(const Node *block);                    /* a majorizer of a quadratic form: its `for` declares an unknown */

/* ---- clauses that several kinds of rules have ---- */

const Node *clause_kid(const Node *, int i);              /* NULL: it has fewer */
bool clause_is(const Node *clause, const char *word);
const Expr *clause_pattern(RuleReading *, const Node *clause, int i);     /* its part i as a pattern; NULL: reported */
bool rule_complain(RuleReading *, Span, const char *what);        /* reports; always false */

/* One clause of a rule that is being made. `rule` is the Majorizer, Minimizer … that the table's readers expect */
typedef struct ClauseReader { const char *word; bool (*read)(RuleReading *, void *rule, const Node *clause); } ClauseReader;
/* all clauses of the block: id, because, source, order, check into the text; others by the table, which ends with a NULL; misplaced: of a
 * clause that is in neither */
bool rule_read_clauses(RuleReading *, RuleText *, void *rule, const ClauseReader *, const char *misplaced);
bool rule_read_let(RuleReading *, const Node *clause, RuleLet *);         /* NAME[i, j] = e of a `with` or `let` clause */
bool rule_read_condition(RuleReading *, const Node *condition, const Expr **where);       /* joined to *where; NULL is no condition */
/* `for UNKNOWN: sum of hole * atom`: fills the unknown, its domain and axes, the terms, the conditions */
bool rule_read_unknown(RuleReading *, Minimizer *, const Node *clause);
bool rule_read_term(RuleReading *, Minimizer *, const Expr *, double multiple);           /* one of its terms, or a sum of such */
bool rule_read_manner(RuleReading *, void *majorizer, const Node *clause);        /* `update exact`, … */
bool rule_read_weight(RuleReading *, void *majorizer, const Node *clause);        /* a `with` */
/* moves the newest rule to its place in a list of pointers that is in order but for it; every rule begins with its text */
void rules_settle_last(void *list, int len);

#endif
