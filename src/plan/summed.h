/* summed.h: over which axes has to be summed before a parameter's new value is known? Along all others the value is complete
 * row by row: a sum of its new values may run in the very pass that makes them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_SUMMED_H
#define MAJORANT_PLAN_SUMMED_H
#include "plan/definition.h"

enum { SUMMED_MOST = 32 };
typedef struct SummedAxes { int n; const Axis *axis[SUMMED_MOST]; bool overflow; } SummedAxes;

/* of the definition of s in the list and of all that it mentions; overflow: count every axis in */
void summed_axes(Pool *, const DefinitionList *, const Symbol *s, SummedAxes *out);

/* can `sum over all rows of f(s[row])` run in the pass that makes s? axes: of s; e mentions s, and none of e's free indices runs
 * over an axis along which s is complete */
bool summed_in_same_pass(const SummedAxes *, const Symbol *s, const Expr *e);

#endif
