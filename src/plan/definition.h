/* definition.h: the language between derivation and code: an ordered list of array definitions
 *     target[own…] := value
 * where value mentions data, touch symbols, parameters and targets of earlier definitions. An iteration, a loss, a gradient
 * are all such lists. Code lowers a list to one program; the virtual machine runs it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_DEFINITION_H
#define MAJORANT_PLAN_DEFINITION_H
#include "expr/expr.h"

typedef struct Definition {
  Symbol *target;                 /* its axes are those of own[] */
  Index *own[ARRAY_MAX_AXES];     /* free indices of value */
  const Expr *value;
  bool passing;                   /* read in this list alone: its array need not outlast a run */
} Definition;

/* Zero but for the arena to start. The list has its own index objects, the first, second, … of each axis, and writes every
 * definition in them: equal sums of different definitions are then one node. */
typedef struct DefinitionList {
  Arena *arena;
  Definition *def; int n, cap;
  Index **standard; int nstandard, standard_cap;
} DefinitionList;

void definition_add(Pool *, DefinitionList *, Symbol *target, Index *const *own, const Expr *value);
/* value with own[n] renamed to the list's indices, which come back in standard[n] */
const Expr *definition_standard(Pool *, DefinitionList *, int n, Index *const *own, const Expr *value, Index **standard);
/* does a definition of the list hold this expression, under whatever indices? */
bool definition_computes(Pool *, DefinitionList *, const Expr *);

#endif
