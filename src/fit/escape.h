/* escape.h: a start that lies on a kink, from which no bound leads away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ESCAPE_H
#define MAJORANT_FIT_ESCAPE_H
#include "fit/engine.h"

/* If the current point lies on kinks of the loss at which surrogates are only kept finite, one step down by gradient sampling; *loss is
 * the loss at the point where that ends. No step is no fault: the point may be the least, or the unknowns too many. */
void escape_kinks(Engine *, double *loss);

#endif
