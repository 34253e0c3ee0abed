/* saddle.h: a run that came to rest where the loss is stationary but not least: on a maximum or a saddle, which a start on a line of
 * symmetry leads to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_SADDLE_H
#define MAJORANT_FIT_SADDLE_H
#include "fit/engine.h"

/* From the current point, where the loss is *loss, to a lower one on a way along which the loss falls to both sides. False: no such way
 * was found, and the point is as before. still: the run did not move, so that a look is due whatever it costs. noise: of the loss; less is no
 * fall */
bool saddle_leave(Engine *, bool still, double noise, double *loss);

#endif
