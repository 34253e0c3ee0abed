/* banded.h: linear systems whose matrix is 0 away from its diagonal are kept by their diagonals.
 *
 * Differences of neighbours (x[t] - x[t - 1], a grid's z[i, j] - z[i, j - 1]) give normal equations of which n times a few
 * entries are not 0. In a list's definitions  A[t, u] := value  whose every use is  solve(A, h)  and whose value names the
 * distance of its indices (t == u, u == t + 1), u = t + o - b - 1 is put in: what is computed and stored is the diagonals o,
 * and the solution takes time linear in the size of the axis.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_BANDED_H
#define MAJORANT_PLAN_BANDED_H
#include "plan/definition.h"

void plan_banded(Pool *, DefinitionList *);

#endif
