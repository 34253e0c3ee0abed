/* progress.c: one line on a terminal while a fit runs: run, iteration, loss, change, time left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "base/buf.h"
#include "base/clock.h"
#include <sys/ioctl.h>

static void put_time(Buf *b, double seconds)
{
  if (seconds < 90) buf_printf(b, "%.0f s", seconds);
  else if (seconds < 5400) buf_printf(b, "%.0f min", seconds / 60);
  else buf_printf(b, "%.1f h", seconds / 3600);
}

/* of the terminal as it is now: a line that is longer would leave a part behind each time */
static int columns_of(FILE *f)
{
  struct winsize size;
  return ioctl(fileno(f), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
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
  Buf b = { 0 };
  if (p->runs > 1) buf_printf(&b, "run %d of %d  ", p->run, p->runs);
  buf_printf(&b, "iteration %d of %d  loss %.10g  change %.2g", p->iteration, p->iterations, p->loss, p->change);
  double done = (double)(p->run > 0 ? p->run - 1 : 0) * p->iterations + p->iteration, all = (double)p->runs * p->iterations;
  if (done > 0 && p->seconds > 0.5) {
    buf_put(&b, "  at most ");
    put_time(&b, p->seconds / done * (all - done));
    buf_put(&b, " left");
  }
  fprintf(f, "\r\033[K%.*s", columns_of(f) - 1, buf_text(&b));
  fflush(f);
  buf_free(&b);
}

void progress_clear(FILE *f)
{
  fputs("\r\033[K", f);
  fflush(f);
}
