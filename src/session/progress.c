/* progress.c: one line on a terminal while a fit runs: run, iteration, loss, change, time left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "base/clock.h"
#include <string.h>

static void put_time(FILE *f, double seconds)
{
  if (seconds < 90) fprintf(f, "%.0f s", seconds);
  else if (seconds < 5400) fprintf(f, "%.0f min", seconds / 60);
  else fprintf(f, "%.1f h", seconds / 3600);
}

/* at most ten times a second, and not before a fit takes longer than that */
void progress_show(void *file, const FitProgress *p)
{
  static double last;
  double now = clock_seconds();
  if (p->iteration <= 1 && p->run <= 1) last = now;
  if (now - last < 0.1) return;
  last = now;
  FILE *f = file;
  fputs("\r\033[K", f);
  if (p->runs > 1) fprintf(f, "run %d of %d  ", p->run, p->runs);
  fprintf(f, "iteration %d of %d  loss %.10g  change %.2g", p->iteration, p->iterations, p->loss, p->change);
  double done = (double)(p->run > 0 ? p->run - 1 : 0) * p->iterations + p->iteration, all = (double)p->runs * p->iterations;
  if (done > 0 && p->seconds > 0.5) {
    fputs("  at most ", f);
    put_time(f, p->seconds / done * (all - done));
    fputs(" left", f);
  }
  fflush(f);
}

void progress_clear(FILE *f)
{
  fputs("\r\033[K", f);
  fflush(f);
}
