/* stage_run.h: a stage of a plan made to run: its list, and what follows it where a block has no closed form in the list (a
 * search entry by entry, a root for each slice, a solve of several blocks together, or one step of an inner solver).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_STAGE_RUN_H
#define MAJORANT_FIT_STAGE_RUN_H
#include "fit/carry.h"
#include "fit/joint_step.h"
#include "fit/label_turns.h"
#include "fit/root_search.h"
#include "fit/runner.h"
#include "fit/search.h"
#include "fit/solve.h"

typedef struct StageRun {
  const Stage *stage;
  Runner *runner; Search *search; Solve *solve; RootSearch *root; LabelTurns *turns; JointState *inner;
  Carry carry;
  bool endless, lacks_memory;              /* the last run failed since something goes to infinity; since there was no memory for a matrix */
} StageRun;

/* false with a message; stage_run_free is due all the same. plan: see CodeOptions, may be NULL */
bool stage_run_new(StageRun *, Pool *, const Stage *, Store *, Crew *, Buf *plan, DiagList *);
void stage_run_free(StageRun *);
void stage_run_restart(StageRun *);       /* a new start: what an inner solver has learned is forgotten */
/* from the touch arrays to the new values; false: *fault (may be NULL) says what is wrong, as a matrix that is not positive definite, or,
 * where it says nothing, a value is not finite */
bool stage_run(StageRun *, char **fault);

#endif
