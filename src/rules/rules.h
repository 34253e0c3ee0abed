/* rules.h: the library of rules: read from the text of stdlib/, each when it is needed, matched by majorize.c and minimize.c.
 * A rule is text; see doc/RULES.md for its notation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_RULES_H
#define MAJORANT_RULES_RULES_H
#include "base/diag.h"
#include "rules/rule.h"
#include "sema/sema.h"
#include "syntax/ast.h"

Rules *rules_new(Pool *, Sema *);
/* enters one parsed `majorizer`, `minimizer` or `chart` block; reports what is wrong with it */
bool rules_add(Rules *, const Node *block, DiagList *);
/* the same for a rule of the user's, which must pass its own check; else it is left out, with a message that has the point */
bool rules_admit(Rules *, const Node *block, DiagList *);
/* the library's folders majorizers, minimizers, charts are to be read, every .em file in the order of their names, when a rule is needed;
 * what is wrong in them is reported then, to the same list, which must live as long. False: a folder is not there */
bool rules_load(Rules *, const char *stdlib_dir, DiagList *);
bool rules_read_all(Rules *);                            /* all of the library, now; false: something in it is wrong, which was reported */
/* runs a rule's own numeric check: touching, equal gradient, majorization (minimizers: no lower feasible point, stationarity) */
bool rules_check(Rules *, const Name *rule, uint64_t seed, Buf *report);
Symbol *rules_stiffness(const Rules *);                  /* the number that local bounds rise with, which a run sets */
int rules_count(const Rules *);
long rules_nodes(const Rules *);                         /* expressions that were made of the text of rules */
long rules_tries(const Rules *);                         /* how often a rule was tried on a term or a surrogate: a measure of work, for --time and tests */
int rules_choices(const Rules *);                        /* the first of them, which `using` may name; behind are charts, chosen by the domain */
const Name *rules_name(const Rules *, int);

#endif
