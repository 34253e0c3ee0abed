/* definition.h: the language between derivation and code: an ordered list of array definitions
 *     target[own…] := value
 * where value mentions data, touch symbols, parameters and targets of earlier definitions. An iteration, a loss, a gradient
 * are all such lists. Code lowers a list to one program; the virtual machine runs it. */
#ifndef MAJORANT_PLAN_DEFINITION_H
#define MAJORANT_PLAN_DEFINITION_H
#include "expr/expr.h"

typedef struct Definition {
  Symbol *target;                 /* its axes are those of own[] */
  Index *own[ARRAY_MAX_AXES];     /* free indices of value */
  const Expr *value;
} Definition;

typedef struct DefinitionList { Arena *arena; Definition *def; int n, cap; } DefinitionList;

void definition_add(DefinitionList *, Symbol *target, Index *const *own, const Expr *value);

#endif
