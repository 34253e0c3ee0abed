/* escape.h: points on kinks, a start or one of rest, from which no bound leads away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ESCAPE_H
#define MAJORANT_FIT_ESCAPE_H
#include "fit/engine.h"

/* If the current point lies on kinks of the loss at which surrogates are only kept finite, a step down that knows of kinks; *loss is
 * the loss at the point where that ends. No step is no fault: the point may be the least, or the unknowns too many. */
void escape_kinks(Engine *, double *loss);

/* The same where a run has come to rest, as far down as such steps lead. False: the loss is as it was, within the tolerance of the fit */
bool escape_rest(Engine *, double *loss);

#endif
