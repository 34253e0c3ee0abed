/* accel.h: acceleration of a map M that never raises a loss L: fewer applications of M to the same limit.
 *
 * Every scheme extrapolates in coordinates without constraints and accepts the extrapolated point, or else its image, only if its loss
 * is not above that of the point it left; otherwise it takes the plain image, which is in hand. So descent does not depend on the
 * extrapolation. Convergence is judged across plain steps only: two losses of an extrapolation may agree by chance.
 * Nothing here knows of parameters or surrogates.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ACCEL_H
#define MAJORANT_FIT_ACCEL_H
#include "fit/coordinates.h"

typedef enum { GO_ON, STOP_CONVERGED, STOP_ROSE, STOP_BROKEN } Verdict;

typedef struct AccelMap {
  void *context;
  const Coordinates *coordinates;
  double (*map)(void *, const double *x, double *image);   /* L(x), and image = M(x); NAN: one of them is not defined */
  double (*loss)(void *, const double *x);
  /* after every call of the map but the first: the least loss so far; false: the user wants no more */
  bool (*see)(void *, double least);
  int calls;                              /* of the map at most */
  double tol;                             /* relative change of the loss in a plain step; 0: never converged */
  double (*rounding)(void *, double loss);/* a rise to this loss of up to so much is none */
  double least;                           /* a loss below this is a fall without bound */
} AccelMap;

typedef struct AccelScheme AccelScheme;
const AccelScheme *accel_find(const char *name);           /* NULL: no such scheme */
const char *accel_name(int i);                             /* of the i-th; NULL behind the last */

typedef struct Accel Accel;
Accel *accel_new(Arena *, const AccelScheme *, const AccelMap *);       /* NULL: no memory */
void accel_free(Accel *);                                  /* NULL is allowed */
/* from x, whose loss is given; x becomes the best point. GO_ON: all calls are spent. *rise: what STOP_ROSE is about */
Verdict accel_run(Accel *, double *x, double loss, double *rise);

#endif
