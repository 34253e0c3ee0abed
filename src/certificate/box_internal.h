/* box_internal.h: what the files of box_check share.
 *
 * box_fill.c writes the rule in numbers, box_touch.c asks whether bound and target meet at the touch, box_convex.c for coordinates in
 * which the gap is convex, box_matrix.c for the same of matrices, box_search.c halves the box. A Prover lives in the arena for one box_check_step.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_BOX_INTERNAL_H
#define MAJORANT_CERTIFICATE_BOX_INTERNAL_H
#include "certificate/box_bound.h"
#include "certificate/box_check.h"
#include "rules/rule_check.h"
#include "expr/range_list.h"

enum { BOX_ENTRIES = 2, KINKS_MOST = 8, CONDITIONS_MOST = 8, ROOTS = 2 + 2 * CONDITIONS_MOST + KINKS_MOST + BOX_MOST + BOX_MOST * BOX_MOST };
#define BOX_PRECISION 1e-6                /* of the size of the target */

typedef struct Box { Range side[BOX_MOST]; double least; } Box;

/* which scalar stands for an entry of a hole's array, and for that of its touch */
typedef struct Entry { const Symbol *array; int place; Symbol *scalar, *touch; } Entry;

typedef struct Prover {
  const Rules *rules;
  Pool *pool; Arena *arena;
  RuleSampler s;
  VEC(Entry) entry;
  int n; Symbol *symbol[BOX_MOST];        /* all scalars */
  int moving; Symbol *moves[BOX_MOST], *held[BOX_MOST];      /* entries of what moves, and of its touch */
  const Expr *target, *bound, *gap;
  int nconditions; const Expr *condition[2 * CONDITIONS_MOST];
  int nkinks; const Expr *kink[KINKS_MOST]; bool unknown_kinks;
  RangeList *list; bool bends;            /* roots: gap, target, conditions, kinks; where it bends, then slopes and second derivatives */
  double tolerance;
  bool matrices;                          /* definite matrices are among its variables: no scalars stand for their entries */
  Box whole;
} Prover;

/* the rule with two entries on each of its axes, as expressions of scalars; why not, or NULL */
const char *box_fill(Prover *, Facts *, const Step *);
/* what is computed for a box: the roots of the Prover's list */
bool box_make_list(Prover *);
/* bound and target, and their slopes, where the entries are those of the touch: all within the slack? */
bool box_touches(Prover *, BoxCheck *);
/* The gap, or gap / |target| where the target has one sign, convex in the entries or in logarithms. The names of those in logarithms; NULL: not so */
const char *box_convex_in(Prover *);
/* Of bounds of matrices: the gap is convex in them or in their inverses. In what; NULL: it is not seen. *touching: algebra shows that it is 0 there with
 * its slope */
const char *box_convex_in_matrices(Prover *, bool *touching);
/* halves the whole box until its parts are settled, or the work is used up; false: there is a counterexample */
bool box_search(Prover *, BoxCheck *);

/* no point of the box meets all conditions: -1; every one does: 1. Of the values of the list over the box */
int box_admits(const Prover *, const Range *value);
double box_volume(const Prover *, const Box *);          /* as a share of the whole */
void box_halve(const Prover *, const Box *, Box *low, Box *high);

#endif
