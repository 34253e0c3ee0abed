/* interrupt.c: Ctrl-C. While statements run, the first one asks a fit to stop and a second one ends the program. At the prompt
 * it empties the line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include <string.h>

static volatile sig_atomic_t stop, at_prompt;
static struct sigaction before;
static int depth;

static void handle(int sig)
{
  if (stop && !at_prompt) {
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
  action.sa_handler = handle;                          /* no SA_RESTART: reading a line is to end */
  stop = 0;
  return depth++ > 0 || sigaction(SIGINT, &action, &before) == 0;
}

void interrupt_release(void)
{
  if (--depth == 0) sigaction(SIGINT, &before, NULL);
}

void interrupt_prompt(bool prompt)
{
  stop = 0;
  at_prompt = prompt;
}
