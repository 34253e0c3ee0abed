/* rule_read.h: from the parsed text of one rule to what the derivation matches; doc/RULES.md is the reference of its notation.
 * rules.c begins a rule of a block's kind, has it read as far as need be, and enters it in its list; what the kinds share, the
 * clauses common to all rules, is in rule_read.c. Reading goes in stages: a clause is read in that of its line in the kind's table, the
 * clauses of one stage in the order of the text. Of the library's blocks the clauses of the last stage are not even parsed before.
 * Rules live in the arena of the pool.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_RULE_READ_H
#define MAJORANT_RULES_RULE_READ_H
#include "rules/rules_internal.h"
#include "sema/pattern.h"

typedef enum { READ_NOTHING, READ_OUTLINE, READ_FORM, READ_REST } ReadStage;
typedef struct RuleKind RuleKind;

/* one block that is being read */
struct RuleReading {
  const Rules *rules;
  DiagList *diags;
  PatternScope *scope;                    /* the pattern variables and indices of this rule */
  const Node *block;
  bool library;                           /* not of a script: read in pieces */
  bool outline;                           /* the block has the clauses of the first stages only */
  ReadStage done;
  bool broken;                            /* something is wrong with it, which was reported */
  const RuleKind *kind;
  RuleText *text;
  void *rule;                             /* what the kind's readers fill: the Majorizer, Minimizer … */
};

/* One clause of a rule that is being made */
typedef struct ClauseReader { const char *word; ReadStage stage; bool (*read)(RuleReading *, void *rule, const Node *clause); } ClauseReader;

struct RuleKind {
  const ClauseReader *clauses;            /* besides id, order, because, source, check; the last has no word */
  const char *misplaced;                  /* of a clause that is in neither */
  ReadStage at_once;                      /* how far the library's are read when their folder is opened */
  bool (*finish)(RuleReading *);          /* behind the last stage: is something missing? */
  void (*enter)(RuleReading *);           /* in its list */
};

/* make an empty rule: kind, text, rule */
void rule_begin_majorizer(RuleReading *);
void rule_begin_relaxation(RuleReading *);
void rule_begin_minimizer(RuleReading *);
void rule_begin_chart(RuleReading *);
void rule_begin_whole(RuleReading *);
bool rule_read(RuleReading *, ReadStage);                      /* up to this stage; false: it is broken */
bool rule_is_whole(const Node *block);                         /* a majorizer of whole losses: its `for` declares an unknown and names the loss, `for x > 0: F` */
bool rule_is_relaxation(const Node *block);                    /* a majorizer of a quadratic form: its `for` declares an unknown */

/* ---- clauses that several kinds of rules have ---- */

const Node *clause_kid(const Node *, int i);              /* NULL: it has fewer */
bool clause_is(const Node *clause, const char *word);
const Expr *clause_pattern(RuleReading *, const Node *clause, int i);     /* its part i as a pattern; NULL: reported */
bool rule_complain(RuleReading *, Span, const char *what);        /* reports; always false */

bool rule_read_let(RuleReading *, const Node *clause, RuleLet *);         /* NAME[i, j] = e of a `with` or `let` clause */
bool rule_read_condition(RuleReading *, const Node *condition, const Expr **where);       /* joined to *where; NULL is no condition */
bool rule_read_late_condition(RuleReading *, const Node *condition, const Expr **where);  /* of a clause that the library reads after it has matched */
/* `for UNKNOWN: sum of hole * atom`: the unknown, its domain and axes; then the terms, the conditions */
bool rule_read_unknown(RuleReading *, void *minimizer, const Node *clause);
bool rule_read_form(RuleReading *, void *minimizer, const Node *clause);
bool rule_read_term(RuleReading *, Minimizer *, const Expr *, double multiple);           /* one of its terms, or a sum of such */
bool rule_read_manner(RuleReading *, void *majorizer, const Node *clause);        /* `update exact`, … */
bool rule_read_weight(RuleReading *, void *majorizer, const Node *clause);        /* a `with` */

/* majorizers of terms and of whole losses: an empty one, what must be there in the end, its place in the list, the clauses behind `bound` */
void rule_begin_bound(RuleReading *, const RuleKind *);
bool rule_finish_bound(RuleReading *);
void rule_enter_bound(RuleReading *, Majorizers *);
#define RULE_BOUND_CLAUSES { "with", READ_REST, rule_read_weight }, { "update", READ_OUTLINE, rule_read_manner }, { NULL, READ_NOTHING, NULL }

/* moves the newest rule to its place in a list of pointers that is in order but for it; every rule begins with its text */
void rules_settle_last(void *list, int len);

#endif
