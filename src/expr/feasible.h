/* feasible.h: domains in numbers: is an array inside, and smooth curves that stay inside, for starts and numeric checks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_FEASIBLE_H
#define MAJORANT_EXPR_FEASIBLE_H
#include "expr/slices.h"

/* is the array in the symbol's domain, to within slack? *where (may be NULL) names the first slice that is not, " (slice 3)", or
 * is "" where there is but one (arena text) */
bool domain_contains(Pool *, const Symbol *, const Array *, double slack, const char **where);

/* to := the curve at t; at 0 it is `from`, a point of the symbol's domain. direction: a number of order 1 for each entry.
 * Labels are not smooth: they stay. */
void feasible_move(const Symbol *, const Array *from, const double *direction, double t, Array *to);

/* entries that `held` gives (NAN: free) take these values; the others of their simplex share what is left, as they stand to each other */
void feasible_hold(const Symbol *param, const Array *held, Array *x);

/* of a slice that is an orthogonal matrix: is its determinant -1? And turns its last row round, if so */
void slice_turn_back(const Slices *, double *x);

/* of a slice with sum 1: entries above the ceiling fall to it, and what they lose fills up the room that the others have below it */
void slice_keep_below(const Slices *, double *x, double ceiling);

#endif
