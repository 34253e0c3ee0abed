/* interrupt.c: Ctrl-C while a fit runs: the first one asks the fit to stop, a second one ends the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/session.h"
#include <string.h>

static volatile sig_atomic_t stop;
static struct sigaction before;

static void handle(int sig)
{
  if (stop) {
    signal(sig, SIG_DFL);
    raise(sig);
  }
  stop = 1;
}

volatile sig_atomic_t *interrupt_flag(void) { return &stop; }

bool interrupt_catch(void)
{
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handle;
  stop = 0;
  return sigaction(SIGINT, &action, &before) == 0;
}

void interrupt_release(void) { sigaction(SIGINT, &before, NULL); }
