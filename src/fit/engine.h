/* engine.h: a plan made to run: the store, the runners of all stages, the joint step; one pass over all blocks is the map
 * point -> next point that a fit iterates and that an acceleration extrapolates. The point is what the touch arrays hold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ENGINE_H
#define MAJORANT_FIT_ENGINE_H
#include "fit/fit.h"
#include "fit/joint_step.h"
#include "fit/stage_run.h"

struct Guard;                             /* guard.h */
typedef struct Engine {
  Pool *pool;
  const Loss *loss;
  const FitOptions *options;
  const Plan *plan;
  Store *store;
  Crew *crew;
  Runner *loss_runner;
  int nstages; StageRun *stage;           /* of all groups, in order */
  struct Guard **guard;                   /* of each group, or NULL */
  JointState *joint;
  JointState *whole; bool whole_made;     /* a step of all parameters on the loss itself: escape.c; NULL: there is none */
  signed char kinked;                     /* escape.c: 1 yes, -1 no, 0 not known yet */
  DiagList *diags;
  bool endless;                           /* the loss falls on a way to infinity, not to a border */
  bool lacks_memory;                      /* the last pass failed since there was none for a matrix */
  const Symbol *fallen;                   /* the parameter of the slice without a minimum that ended a pass, or NULL */
  bool fell;                              /* a slice without a minimum was forgiven in the last pass */
  double scale;                           /* sum of the absolute terms of the loss at the start */
  Runner *scale_runner; Symbol *scale_symbol;
} Engine;

/* dump: see CodeOptions, may be NULL. False with messages; engine_free is due all the same */
bool engine_new(Engine *, Pool *, const Loss *, const Plan *, const FitOptions *, Buf *dump, DiagList *);
void engine_free(Engine *);
/* starts on the edge of domains that no joint step leaves move inside; a parameter of which one did, or NULL */
const Symbol *engine_enter(Engine *);
Array *engine_touch(const Engine *, Symbol *param);        /* the current point */
Array *engine_new_values(const Engine *, Symbol *param);
/* the current point as one vector: all parameters, one after the other */
int64_t engine_numbers(const Engine *);
void engine_get_point(const Engine *, double *x);
void engine_set_point(Engine *, const double *x);
void engine_advance(Engine *, int n, Symbol *const *param);      /* new values become the current point; entries that the user fixed keep theirs */
/* the loss at the current point; false: not defined there */
bool engine_loss(Engine *, double *loss);
/* entries at 0 of parameters that the plan's surrogates divide by become tiny numbers: see plan/divided.h */
void engine_leave_zero(const Plan *, Store *);
/* One pass over all blocks, from the touch arrays to the touch arrays. *before: the loss at the point it began with, where a
 * group yields it; *after: the loss where it ended, where a joint step yields it; else NAN. false: *fault says what is
 * wrong, as a matrix that is not positive definite. */
bool engine_pass(Engine *, double *before, double *after, char **fault);
void engine_restart(Engine *);             /* before a run from another start */
double engine_scale(Engine *, double loss);             /* the sum of the absolute terms of the loss at the current point, where it is this */
double engine_data(const Engine *);         /* the numbers of data that a look at the loss reads */
/* few enough data for checks that take some hundred passes */
bool engine_is_cheap(const Engine *);
/* how far the surrogates of the plan fail to touch at the current point: the floors of weights at 0 (|x| at x = 0) */
double engine_touch_gap(Engine *, double loss);

#endif
