/* bfgs.h: quasi-Newton steps that need no smoothness (Lewis and Overton 2013).
 *
 * With a line search that asks for a decrease and for a slope that has become less steep, and no more (the weak conditions of
 * Wolfe), the matrix of the BFGS method learns on which sides of the kinks the function rises steeply and comes down along
 * them; the iterates end at stationary points of functions with kinks, too, much sooner than by gradient sampling, which then tells
 * whether they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_BFGS_H
#define MAJORANT_FIT_BFGS_H
#include "fit/method.h"

typedef struct Bfgs Bfgs;
Bfgs *bfgs_new(Arena *, int n);                         /* n^2 numbers; NULL: no memory */
void bfgs_free(Bfgs *);                                 /* NULL is allowed */
void bfgs_reset(Bfgs *);                                /* a new start: forgets the matrix */

/* some n steps from u to u; *value there, where the objective was evaluated last. False: nothing lower was found, u is as before */
bool bfgs_take(Bfgs *, const Objective *, double *u, double *value);

#endif
