/* options.h: the command line, read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CLI_OPTIONS_H
#define MAJORANT_CLI_OPTIONS_H
#include "session/session.h"

typedef struct Options {
  SessionOptions session;
  const char *eval, *file, *verify;
  bool interactive, help, version;
} Options;

/* false after a message on standard error: wrong use */
bool options_read(Options *, Arena *, int argc, char **argv);
void options_help(FILE *);

#endif
