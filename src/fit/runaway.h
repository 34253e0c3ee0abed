/* runaway.h: has the loss a minimum where a run ended, or was the run on its way to infinity, or to an end that does not belong
 * to a domain? The way from an earlier point of the run is followed on, far beyond its end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_RUNAWAY_H
#define MAJORANT_FIT_RUNAWAY_H
#include "fit/engine.h"

typedef enum {
  RUNAWAY_NONE,
  RUNAWAY_INFINITE,                       /* the loss falls towards a value that it reaches at infinity only */
  RUNAWAY_UNBOUNDED                       /* it falls for ever */
} Runaway;

/* will it look at all? It costs some twenty losses and two points' memory: not where there are very many numbers */
bool runaway_looks(const Engine *);
/* earlier, last: points of the run. *what: which entry goes where, in the arena; *gone: its parameter, if that is to
 * infinity, else NULL or as it was. The engine's point is not kept */
Runaway runaway_test(Engine *, const double *earlier, const double *last, const char **what, const Symbol **gone);

#endif
