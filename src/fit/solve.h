/* solve.h: blocks that are one quadratic form, solved together: (H) (new - touch) = -g by Cholesky; minimum norm where H is
 * singular.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_SOLVE_H
#define MAJORANT_FIT_SOLVE_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct Solve Solve;

Solve *solve_new(Pool *, const Stage *, Store *, DiagList *);        /* NULL with a message */
void solve_free(Solve *);                                            /* NULL is allowed */
/* writes the parameters' arrays; false: not finite. Where there is no least value *fault says what goes where, and the values are least
 * but for what has no end */
bool solve_run(Solve *, char **fault);

#endif
