/* box_symmetry.h: variables that a function need not be tried in, since it stays what it is, or is multiplied by a positive number, where
 * all of some variables are multiplied by one (where they are positive) or moved by one.
 *
 * By Euler's theorem g(s x) = s^k g(x) for the members of a set where the sum of x dg/dx over them is k g, and g(x + s) = g(x) where the
 * sum of dg/dx is 0. Several such sets leave as many variables free to choose as they have independent rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_BOX_SYMMETRY_H
#define MAJORANT_CERTIFICATE_BOX_SYMMETRY_H
#include "certificate/box_bound.h"
#include "expr/expr.h"

/* Members of the candidate sets as bits. side[n]: the box; what may be chosen becomes 1 or 0, the sides of the others grow to what the
 * whole box comes to. How many were chosen */
int box_reduce(Pool *, const Expr *g, int n, Symbol *const *symbol, int nsets, const unsigned *set, Range *side);

#endif
