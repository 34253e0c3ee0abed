/* box_check.h: a bound of several numbers held against what it bounds over a whole box of points and touch points, see interval_check.h
 * for bounds of one.
 *
 * The rule is taken with two entries on each of its axes, each entry a number of the interval that its `check` clause names, with f as the
 * step has it. gap = bound - target is first asked whether it is convex, in the entries themselves or in the logarithms of
 * those that are positive: then it lies above 0 everywhere, since it touches with its slope. Else the box is halved again and again:
 * a part is settled where the gap's own range lies above 0 but for the precision, or where its expansion about the middle does,
 * with the second derivatives' range over the part. A point at which the gap is negative is a counterexample.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_BOX_CHECK_H
#define MAJORANT_CERTIFICATE_BOX_CHECK_H
#include "derive/derivation.h"
#include "expr/facts.h"
#include "rules/rules_internal.h"

typedef struct BoxCheck {
  const char *why_not;                    /* NULL, or why nothing was tried */
  const char *entries;                    /* "a[1..2] in [0.1, 5]": the box */
  bool axes;                              /* the rule has some: two entries stand for any number */
  const char *convex_in;                  /* NULL, or the coordinates in which the gap is convex: "log a" */
  double precision, share;                /* as in IntervalCheck */
  double touching;                        /* share of the touch points at which bound and slope are seen to agree */
  int boxes;                              /* looked at */
  const char *at;                         /* the counterexample; NULL: none */
  bool apart; double gap;                 /* it is one against touching */
} BoxCheck;

/* false: there is a counterexample */
bool box_check_step(const Rules *, Facts *, const Step *, BoxCheck *);
void box_check_report(Buf *, const BoxCheck *);      /* a clause, without an end of line */

#endif
