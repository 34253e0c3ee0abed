/* guard.h: what a run does about surrogates that need not lie above the loss, so that the loss falls all the same.
 *
 * Local ones (type L) hold near the current point, the nearer the smaller a number called stiffness is: where the loss at the new point is
 * greater than the surrogate there, the number is doubled and the update made anew; where it is not, the next pass begins with half of it.
 * First-order ones (type F) are convex, and their slope at the current point is the loss's own: the way to the new point is a way
 * down, and the step on it is halved until the loss has fallen enough (Armijo's rule). Points on the way are in the domain, which is convex.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_GUARD_H
#define MAJORANT_FIT_GUARD_H
#include "fit/engine.h"

typedef struct Guard Guard;
/* one for a group of the plan that has a surrogate to be tested; NULL with a message */
Guard *guard_new(Engine *, const PlanGroup *);
void guard_free(Guard *);                                  /* NULL is allowed */
void guard_restart(Guard *);
/* After the group's stages ran from a point with the loss `before`: moves the touch arrays to a point at which the loss is not greater, where one is
 * found; else they stay. `again` runs the stages anew. *after: the loss there. */
void guard_advance(Guard *, double before, bool (*again)(void *), void *context, double *after);

#endif
