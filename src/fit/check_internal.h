/* check_internal.h: what check.c (surrogates) and check_update.c (updates) share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_CHECK_INTERNAL_H
#define MAJORANT_FIT_CHECK_INTERNAL_H
#include "base/random.h"
#include "derive/derivation.h"
#include "fit/fit.h"
#include "fit/runner.h"
#include "fit/stage_run.h"

enum { CURVES = 25 };
#define CHECK_TOLERANCE 1e-8              /* floors of weights at kinks open gaps of 1e-9 */

/* the greatest violation of one property, and where it was */
typedef struct Worst { double value; long points; const char *at; } Worst;

typedef struct Check {
  Pool *pool;
  const Loss *loss;
  const Plan *plan;
  Store *store;
  Crew *crew;
  DiagList *diags;
  Buf *report;
  Random random;
  Symbol *q, *l;                          /* surrogate and loss at the parameters, for the current touch */
  Runner *both;
  Array **current;                        /* the current point, one array for each parameter of the loss */
  double *direction;                      /* room for the largest parameter */
  Worst touch, slope, above, lower;
  bool unbounded;                         /* some surrogate falls for ever: an update can only lower it */
  double scale;                           /* the loss at the starts: violations are relative to it where the loss itself is near 0 */
} Check;

Array *check_new(const Check *, Symbol *param);            /* new values, and those at the touch */
Array *check_touch(const Check *, Symbol *param);
void check_copy(Array *to, const Array *from);
/* the parameter's new values, moved from `from` inside its domain; entries that the user fixed stay */
void check_move(const Check *, Symbol *param, const Array *from, const double *direction, double t);
void check_note(Check *, Worst *, double violation);
void check_set_touch(Check *);                             /* to the current point */
void check_return(Check *);                                /* the new values, too */
/* surrogate and loss at the new values; false where one is not a number */
bool check_values(Check *, double *surrogate, double *loss);

/* check_update.c: the stages of a group. Each update must be feasible and must not lie above the current point; one that claims to be
 * the minimiser must have nothing lower along random curves */
typedef struct Updates { int n; StageRun *stage; } Updates;
bool updates_new(Check *, const PlanGroup *, Updates *);
void updates_free(Updates *);
void updates_check(Check *, const SurrogateGroup *, const PlanGroup *, const Updates *);

#endif
