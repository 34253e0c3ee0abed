/* rate.h: how fast the iteration of a derivation converges near a point. One pass over all blocks is a map whose derivative at
 * a fixed point follows from second derivatives alone. With H that of the loss and M that of the surrogate at its touch,
 *     J = I - M^-1 H        (Dempster, Laird and Rubin 1977; Lange 1995),
 * where of M those entries count by which a block sees the others' new values: the blocks of a group solve a block triangular
 * system one after the other; groups, and Newton's step where there is no surrogate, multiply their J. The rate is the spectral
 * radius of J: what remains of a small error after one iteration.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_RATE_H
#define MAJORANT_FIT_RATE_H
#include "derive/alternatives.h"
#include "fit/fit.h"

typedef struct Rates Rates;
/* At the parameters' values, which must be there. NULL: no rate can be predicted, *why says so. */
Rates *rates_new(Pool *, const Rules *, const Loss *, int threads, const char **why);
Rate rates_predict(Rates *, const Derivation *);
void rates_free(Rates *);

#endif
