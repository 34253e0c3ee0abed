/* patterns.h: what the library's patterns offer: for help, completion, and messages about unknown ones.
 *
 * A pattern is a file of stdlib/patterns: a comment that says what it is for, then models. The files are read as text, once a
 * session and only when somebody asks; what is shown is what stands there. Strings lie in the session's arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SESSION_PATTERNS_H
#define MAJORANT_SESSION_PATTERNS_H
#include "session/session.h"

/* a model of the library: `use file` makes it known; first, last: its lines, from `model` to `end`, counted from 0 */
typedef struct PatternModel { const Name *name, *file; Source *source; int first, last; } PatternModel;

int patterns_list(Session *, const PatternModel **);
/* the file that holds a model of this name, NULL if none does */
const Name *patterns_holding(Session *, const Name *model);
/* the nearest name of a file or a model, NULL if none is near */
const Name *patterns_nearest(Session *, const Name *);
/* the files whose opening comment has this word, "one, another"; NULL if there is none */
const char *patterns_mentioning(Session *, const char *word);
/* what a file of this name, or a model, is for; false if there is neither */
bool patterns_help(Session *, const char *name);

#endif
