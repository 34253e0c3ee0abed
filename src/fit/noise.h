/* noise.h: how far rounding moves the loss, measured, not estimated: digits may be lost anywhere, in data that lie far from 0
 * beside their spread, in sums that cancel, in matrices that are nearly singular.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_NOISE_H
#define MAJORANT_FIT_NOISE_H
#include "fit/engine.h"

/* the rise of the loss in one pass from the current point that rounding may make; at the end of a run: the point is kept,
 * what joint steps remember is not. 0: it cannot be told */
double noise_measure(Engine *);

#endif
