/* explain_writer.h: how explain*.c put words and formulas on the page. Private to them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPLAIN_EXPLAIN_WRITER_H
#define MAJORANT_EXPLAIN_EXPLAIN_WRITER_H
#include "explain/explain.h"

enum { CONDITION_SHORT = 60 };            /* characters of a condition that is shown besides its proof */

/* a part of long formulas that has a name: `first` where it stood first, `shown` with the names of parts in it */
typedef struct Part { const Expr *key, *first, *shown; Symbol *symbol; } Part;

typedef struct Writer {
  Page *page;
  const Derivation *d;
  Arena *arena;
  Pool *pool;
  bool touched;                           /* some formula so far holds a value at the current point */
  int step;
  VEC(Part) parts; int defined, recent;   /* named so far; how many the page has defined; the first of this step or update */
  VEC(Index *) places;
} Writer;

PageRow *page_row(Writer *, const char *label);
void page_math(Writer *, Pieces *, const Expr *);
/* words with %s, %d and, for formulas, %m; %c for conditions */
void page_say(Writer *, Pieces *, const char *format, ...);
PageRow *page_formula(Writer *, const char *label, const Expr *left, Relation, const Expr *right);      /* left NULL: none */
/* explain_parts.c: what returns in a long formula by a name, and the rows that say what the new names mean */
const Expr *page_in_parts(Writer *, const Expr *);
const Expr *page_with_names(Writer *, const Expr *);       /* the names that there are, and no new ones */
void page_parts(Writer *);
bool page_is_short(Writer *, const Expr *);                /* may be shown besides what must be */
/* "phi, theta and v", or with another word before the last */
void page_names(Writer *, Pieces *, int n, Symbol *const *);
void page_names_with(Writer *, Pieces *, int n, Symbol *const *, const char *last);
const char *page_capital(Writer *, const char *sentence);
const char *page_rule_name(Writer *, const RuleText *);    /* "jensen_log (R-JENSEN-LOG)" */
const char *page_rule_tag(Writer *, const RuleText *);     /* "jensen_log, R-JENSEN-LOG; source" */
void page_tag(Writer *, Pieces *, const RuleText *, const Naming *, int nproofs, const Proof *);

/* explain.c: L(b) = …, as the user wrote it */
void page_loss(Writer *);
void page_touch(Writer *, PageRow *);                      /* what touch(b) means */
void page_coefficients(Writer *, const BlockView *);        /* with a = …, and b = … */
/* explain_update.c: "closed form", … */
const char *page_kind(UpdateKind);
/* explain_update.c: how the blocks of a group hang together, and their updates */
void page_order(Writer *, const SurrogateGroup *);
void page_updates(Writer *, const SurrogateGroup *);
bool page_is_exact(const SurrogateGroup *);                /* the updates end at the least value of Q: closed forms, or roots of a row */

#endif
