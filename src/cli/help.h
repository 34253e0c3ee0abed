/* help.h: `help` and `help NAME` of the REPL, from one table (help.def), the builtins, the library's comments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CLI_HELP_H
#define MAJORANT_CLI_HELP_H
#include "session/session.h"

void help_show(Session *, const char *topic);          /* "" for the overview */
const char *help_topic(int i);                         /* NULL behind the last; for completion */

#endif
