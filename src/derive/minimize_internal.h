/* minimize_internal.h: what the files of minimize share: one look-up of a block's surrogate in the rows.
 *
 * minimize.c says in which order rows, relaxations, changes of variable and the search are tried; minimize_assign.c gives the
 * atoms to the terms of one row, minimize_fill.c makes the block's update of it. Each function below returns whether it got there; where it
 * did not, the block may be half filled and is filled anew by the next. A Lookup lives on the stack of one minimize_block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MINIMIZE_INTERNAL_H
#define MAJORANT_DERIVE_MINIMIZE_INTERNAL_H
#include "rules/conditions.h"
#include "derive/minimize.h"
#include "rules/rows.h"
#include "rules/sides.h"

enum { ROW_TERMS = 12 };                  /* most terms of a row */

typedef struct Lookup {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  const Collected *c;
  const Name *const *use_rule;                    /* rows tried before all others */
  struct TermsMet *met;                           /* learns which rows have the terms of the block; NULL: nobody asks */
  bool asks_terms;                                /* a row is tried for its terms alone, and nothing is filled */
  Block *block;
  int ncoupled; int coupled[ARRAY_MAX_AXES];      /* positions of the axes that one slice ranges over */
  Sides sides; bool by_sides;                     /* the block's form by its two sides, where it has one */
  bool second;                                    /* of a row in two unknowns the second is filled now */
  const Expr *slack;                              /* what a relaxation adds to the surrogate */
  const Minimizer *nearest; const char *failed;   /* the first row that had the atoms but not the conditions */
} Lookup;

/* the atoms that the terms of a row stand for; NULL: the block lacks it, its coefficient is 0 */
typedef struct Assignment { const Atom *of[ROW_TERMS]; } Assignment;

bool lookup_try_row(Lookup *, const Minimizer *);
/* b holds the numbers of open atoms: the p of x^p */
bool lookup_fill_row(Lookup *, const Minimizer *, const Assignment *, Bindings b);
/* the block with the quadratic's coupling bounded away; *out shares everything else. False: the rule's conditions fail */
bool lookup_relax(Lookup *, const Relaxation *, Collected *out);
bool lookup_entry_search(Lookup *);

const Expr *lookup_param(Lookup *);               /* the block's parameter at its own indices */
/* an access of a new statistic stat[own…] := value over those of the indices that occur in it; numbers stay numbers */
const Expr *lookup_statistic(Lookup *, const char *stem, const Expr *value, const Expr *atom);

#endif
