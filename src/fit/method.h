/* method.h: descent methods on a function of n unconstrained numbers; they know nothing of parameters, charts or machines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_METHOD_H
#define MAJORANT_FIT_METHOD_H
#include "base/arena.h"
#include <stdbool.h>

/* the value at u; with g also the gradient, with h (and g) the Hessian, n x n, both triangles. Not finite: outside */
typedef struct Objective {
  double (*evaluate)(void *context, const double *u, double *g, double *h);
  void *context;
  const double *most;                     /* the longest step of each coordinate; NULL: any */
} Objective;

typedef enum { METHOD_NEWTON, METHOD_LBFGS, METHOD_GRADIENT, METHOD_FIXED } MethodKind;

typedef struct Method Method;
Method *method_new(Arena *, MethodKind, int n, double fixed_step);      /* NULL: no memory */
void method_free(Method *);                                             /* NULL is allowed */
void method_reset(Method *);              /* a new start: forgets damping, step length, curvature */
void method_moved(Method *);              /* u is not where the last step left it */
void method_changed(Method *);            /* u is, but the function has changed a little */
/* one step from u to u; *value there. What was evaluated last is the point that is returned. False: no decrease could be
 * found, u and *value mean nothing */
bool method_take(Method *, const Objective *, double *u, double *value);

#endif
