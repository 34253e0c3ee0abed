/* range.h: arithmetic of ranges of numbers with open and closed ends.
 *
 * Ends are rounded outward, except where the arithmetic is exact: a sign must not be lost to rounding (1 - p >= 0 for p in
 * [0, 1]), and none may be gained. An infinite end counts as open. A range speaks of the points where the expression is
 * defined; 0 times anything is 0. Plain values: nothing is owned, nothing fails; what is not known is range_all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_RANGE_H
#define MAJORANT_EXPR_RANGE_H
#include <stdbool.h>

typedef struct Range { double lo, hi; bool lo_open, hi_open, integer; } Range;

extern const Range range_all;                             /* nothing is known */

Range range_between(double lo, bool lo_open, double hi, bool hi_open);
Range range_closed(double lo, double hi);                 /* an infinite end is open all the same */
Range range_intersect(Range, Range);
Range range_hull(Range, Range);                           /* the least range that holds both */
Range range_negated(Range);
Range range_times(Range, Range);
Range range_power(Range base, double power);
bool range_contains(Range, double);

/* an end moved outward by a few units in the last place; exact: it stays */
double round_below(double, bool exact);
double round_above(double, bool exact);

/* Ends of many terms are added first and rounded once. Begins as { 0, 0, true, false } */
typedef struct EndSum { double v, error; bool exact, open; } EndSum;
void end_sum_add(EndSum *, double v, bool open);
Range range_of_ends(EndSum lo, EndSum hi);

#endif
