/* clock.h: the time that reports are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_CLOCK_H
#define MAJORANT_BASE_CLOCK_H
#include <time.h>

/* seconds on a clock that never goes back; only differences mean something */
static inline double clock_seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#endif
