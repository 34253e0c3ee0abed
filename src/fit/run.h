/* run.h: one run of a fit: from its start to its end, and whether the loss has a minimum there. fit.c makes as many as are asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_RUN_H
#define MAJORANT_FIT_RUN_H
#include "fit/engine.h"

/* The caller makes room: a trace for the iterations and two more, each point for engine_numbers(). */
typedef struct Run {
  double *trace; int ntrace;              /* trace[t]: the loss after t iterations */
  bool converged, monotone;
  int accelerated;                        /* the iteration after which it was accelerated, since it crawled; 0: it was not */
  double seconds, processor_seconds, rise;
  double noise;                           /* of the loss, where it ended the run; else 0 */
  double *point;                          /* where it ends */
  double *start, *earlier, *recent;       /* where it begins; two points on its way, the first of a quarter of it at most. NULL where nobody asks */
  const char *endless, *mend;             /* what makes the loss fall without bound, or NULL; a proposal, or NULL */
  const char *limit;                      /* what the library says of the parameter that goes to infinity, or NULL */
  bool infinite;                          /* the least value lies at infinity only: `endless` is what goes there */
} Run;

/* from the start of run number `run` (0: the first) to where it ends, which the engine then holds. False, with messages: it broke */
bool run_once(Engine *, int run, Run *);
/* has the loss a minimum where the run ended? Sets endless, mend, infinite */
void run_look_beyond(Engine *, Run *);
static inline bool run_has_end(const Run *r) { return !r->endless || r->infinite; }

#endif
