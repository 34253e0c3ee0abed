/* collapse.h: has a positive number or a positive definite matrix shrunk to nothing where a run ended, while the loss fell for ever:
 * the spread of a component that sits on equal points, or on fewer than it has dimensions?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_COLLAPSE_H
#define MAJORANT_FIT_COLLAPSE_H
#include "fit/engine.h"

bool collapse_looks(const Engine *);       /* is there a parameter that may collapse? */
/* start: where the run began, whose sizes are the measure; last: where it ended. NULL: nothing collapsed; else which slice of which
 * parameter, in the arena, and *mend, what keeps it from that. The engine's point is not kept. */
const char *collapse_test(Engine *, const double *start, const double *last, const char **mend);

/* the same where a run broke off since a value left the range of numbers: is a cell of a simplex next to 0 at the current point? */
const char *collapse_emptied(const Engine *, const char **mend);

#endif
