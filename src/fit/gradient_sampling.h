/* gradient_sampling.h: a descent step where a function has kinks (Burke, Lewis and Overton 2005).
 *
 * At a kink the gradient tells nothing of the slopes on the other sides, so Newton's method and the gradient stop there. The
 * shortest vector in the convex hull of the gradients at points nearby does: its opposite is a direction of descent, and where
 * it is 0 for ever smaller neighbourhoods the point is stationary.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_GRADIENT_SAMPLING_H
#define MAJORANT_FIT_GRADIENT_SAMPLING_H
#include "fit/method.h"
#include <stdint.h>

enum { SAMPLING_MOST = 300 };                           /* unknowns: a step takes twice as many gradients */

typedef struct Sampling Sampling;
Sampling *sampling_new(Arena *, int n);                 /* NULL: no memory */
void sampling_free(Sampling *);                         /* NULL is allowed */
void sampling_reset(Sampling *);                        /* a new start: the neighbourhood is wide again */

/* one step from u to u; *value there, as the objective gave it last. False: u is stationary, or no point nearby is lower */
bool sampling_take(Sampling *, const Objective *, double *u, double *value);

#endif
