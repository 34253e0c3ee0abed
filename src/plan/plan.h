/* plan.h: a derivation put in order: groups of blocks, each with the definitions of one step, and the programs' lists for
 * the loss, the gradient and the Hessian where a joint step needs them. */
#ifndef MAJORANT_PLAN_PLAN_H
#define MAJORANT_PLAN_PLAN_H
#include "derive/derive.h"
#include "plan/definition.h"

typedef struct Plan Plan;
Plan *plan_make(Pool *, const Derivation *, DiagList *);
void plan_print(Buf *, const Plan *);                     /* the definitions, for --dump=plan (with what code adds) */

#endif
