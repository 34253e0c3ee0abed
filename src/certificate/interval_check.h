/* interval_check.h: a bound of one number held against what it bounds by interval arithmetic, over a whole box of points and touch
 * points instead of at some of them.
 *
 * The rule is taken with its pattern variable u as a number, f as the step has it, data in f as numbers of their range. With
 * gap(u, u0) = bound - target, which touches at u = u0, a box U x U0 is settled where the gap's own range lies above 0 but for the
 * precision, where the gap's slope has the right sign between U0 and U, or where its second derivative there is not negative; else it is
 * halved. Boxes that are left when the work is used up count as not proved. A point at which the gap is negative is a
 * counterexample, however small its surroundings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_INTERVAL_CHECK_H
#define MAJORANT_CERTIFICATE_INTERVAL_CHECK_H
#include "derive/derivation.h"
#include "expr/facts.h"
#include "rules/rules_internal.h"

typedef struct IntervalCheck {
  const char *why_not;                    /* NULL, or why nothing was tried */
  bool several;                           /* it is a bound of several numbers: for box_check.h */
  const Name *variable; double lo, hi;    /* the box of u and of its touch */
  const char *convex_in;                  /* NULL, or the coordinate in which the gap is convex, for all values of u */
  double precision;                       /* the gap lies above minus this, where proved */
  double share;                           /* of the box that is settled, 0 to 1 */
  bool touch_searched;                    /* that it touches with its slope is not seen from the expressions, but was searched through */
  bool broken; double at, touch, gap;     /* the counterexample */
  bool apart;                             /* it is one against touching */
} IntervalCheck;

/* facts: of the loss's parameters, for the range of what stands for u. False: there is a counterexample */
bool interval_check_step(Pool *, Facts *, const Step *, IntervalCheck *);
void interval_check_report(Buf *, const IntervalCheck *);      /* a clause, without an end of line */

#endif
