/* jumps.h: an equation in one number of each slice, as a sum of jumps.
 *
 * In  -sum{i} (k == place[i]) * sign(x[i, d] - t[k, d]) + a[k, d] * t[k, d]  every term of the sum changes its value once, at t =
 * x[i, d], by 2. Such an equation need not be evaluated again and again: the place at which it rises through 0 is selected
 * among the places at which it jumps (fit/jump_search.h). Each sum is taken apart into the places and sizes of its jumps, what
 * its terms are before them, and, where a factor (k == label) says so, the slice they belong to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_JUMPS_H
#define MAJORANT_PLAN_JUMPS_H
#include "base/buf.h"
#include "plan/definition.h"

/* numbers over the axes of a sum: an array, whose axis k is axis[k] of the sum, or one number */
typedef struct JumpNumbers { Symbol *symbol; int axis[ARRAY_MAX_AXES]; double number; } JumpNumbers;

enum { JUMP_MAX_AXES = 2 * ARRAY_MAX_AXES };

typedef struct JumpSum {
  int naxes; Index *index[JUMP_MAX_AXES]; /* what is summed, then the axes of the slice that no label names */
  JumpNumbers at, size;                   /* a jump whose size is 0 is none, whatever its place */
  int slice[ARRAY_MAX_AXES];              /* for each axis of the slice: the axis above; -1: its label says */
  JumpNumbers label[ARRAY_MAX_AXES];      /* counted from 1; a jump with a label beyond the axis belongs to no slice */
} JumpSum;

typedef struct Jumps { int n; JumpSum *sum; } Jumps;

/* NULL: the equation holds something else in t than such sums and terms without sums. Otherwise `list` has got the arrays of the
 * result, as far as they are not data, and *rest is what remains of the equation, with the terms as they are before all
 * jumps in `before`, an array that is computed in `list` too. */
Jumps *plan_jumps(Pool *, DefinitionList *list, const Expr *equation, Symbol *t, Index *const *own, const Expr **rest);
void jumps_print(Buf *, const Jumps *, int naxes);         /* of slices with so many axes; a line for each sum */

#endif
