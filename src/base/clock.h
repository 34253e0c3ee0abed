/* clock.h: the time that reports are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_CLOCK_H
#define MAJORANT_BASE_CLOCK_H
#include <time.h>

static inline double clock_read(clockid_t id)
{
  struct timespec t;
  clock_gettime(id, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* seconds on a clock that never goes back; only differences mean something */
static inline double clock_seconds(void) { return clock_read(CLOCK_MONOTONIC); }
/* what all threads of the process have worked */
static inline double clock_processor_seconds(void) { return clock_read(CLOCK_PROCESS_CPUTIME_ID); }

/* how much --time tells: the dearest instructions of the programs that count, or all that took any time */
typedef enum { TIME_NONE, TIME_SHORT, TIME_ALL } TimeDetail;

#endif
