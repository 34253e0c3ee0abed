/* root.h: the root of a rising function of one number, step by step: Newton's method inside a bracket, so that who evaluates can
 * do so for many functions at once. Jumps count as roots.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_ROOT_H
#define MAJORANT_BASE_ROOT_H
#include <stdbool.h>

enum { ROOT_STEPS = 200 };                /* more are never needed: each third halves the bracket at least */

typedef struct Root {
  double t;                               /* where the function is wanted next; the root when done */
  bool done, beyond;                      /* beyond: t is not in the bracket, whose ends are neighbours */
  double lo, hi, below, above;            /* the bracket and the values at its ends, NAN: not known */
  double reach, width;                    /* last step outward; the bracket's width some steps ago */
  double share;                           /* of the bracket, for the next step towards an end */
  int slow, flat;                         /* steps that hardly narrowed the bracket; that met the value of an end again */
} Root;

/* the root between lo and hi, which may be infinite; where the function has one sign, the end is the answer. `from` is a guess, NAN without one */
void root_start(Root *, double lo, double hi, double from);
/* the value at t, and the slope there, NAN if it is not known */
void root_step(Root *, double value, double slope);

#endif
