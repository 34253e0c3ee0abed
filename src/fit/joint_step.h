/* joint_step.h: one step on the loss itself for the parameters that have no proved surrogate, in coordinates without
 * constraints: damped Newton (Levenberg) up to 2,000 unknowns, L-BFGS beyond, the gradient with backtracking, or a gradient
 * step of fixed length. Each is the minimiser of a quadratic that touches the loss to first order; descent is made sure by the
 * damping, except for the fixed step, which is what the user asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_JOINT_STEP_H
#define MAJORANT_FIT_JOINT_STEP_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct JointState JointState;
/* NULL with a message. fixed_step 0: backtracked */
JointState *joint_new(Pool *, const JointStep *, Store *, Crew *, UpdateKind method, double fixed_step, DiagList *);
void joint_free(JointState *);
/* takes the coordinates from the touch arrays of the parameters (at a start, and whenever other blocks moved nothing of them
 * it keeps its own); forgets curvature pairs */
void joint_restart(JointState *);
/* Shares that a start puts on the edge, which their coordinates cannot leave, move a thousandth of the way to the middle, in the touch arrays;
 * the parameter, or NULL. Before the first evaluation. */
const Symbol *joint_enter(JointState *);
/* one step from the touch arrays; new values into the parameters' arrays, *loss there. False: no decrease could be found (the
 * parameters are left at the touch: a stationary point, or rounding) */
bool joint_take(JointState *, double *loss);
/* the loss, its gradient and its Hessian by u at the touch arrays, which the parameters' arrays then hold; g and h of all
 * unknowns. For a state made for Newton. False: not defined there */
bool joint_derivatives(JointState *, double *loss, double *g, double *h);

#endif
