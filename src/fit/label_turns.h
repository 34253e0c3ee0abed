/* label_turns.h: labels that meet, (z[i] == z[j]), one entry after the other: each takes the label of least cost with the others at their
 * newest values (iterated conditional modes), so that the surrogate falls with each change. In the order of the entries, by one thread at a time: the
 * result is the same for any number of threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_LABEL_TURNS_H
#define MAJORANT_FIT_LABEL_TURNS_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct LabelTurns LabelTurns;
LabelTurns *label_turns_new(Pool *, const Stage *, Store *, Crew *, DiagList *);     /* NULL with a message */
void label_turns_free(LabelTurns *);                       /* NULL is allowed */
bool label_turns_run(LabelTurns *, char **fault);          /* from the touch of the labels to their new values */

#endif
