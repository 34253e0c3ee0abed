/* repl.h: statements from a person: history, completion, several-line input, help. The only user of readline.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CLI_REPL_H
#define MAJORANT_CLI_REPL_H
#include "session/session.h"

/* until `quit` or the end of input; errors leave the session alive and do not count for the exit status */
void repl_run(Session *);

/* complete.c: the words that may stand where `text` starts, for readline */
char **complete_words(const char *text, int start, int end);
void complete_session(Session *);              /* whose names are offered */

#endif
