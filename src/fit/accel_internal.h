/* accel_internal.h: what the schemes are made of: points, one application of the map, guards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ACCEL_INTERNAL_H
#define MAJORANT_FIT_ACCEL_INTERNAL_H
#include "fit/accel.h"

typedef struct AccelPoint { double *x, *u, loss; } AccelPoint;          /* loss: NAN until the map was applied here */

enum { ACCEL_POINTS = 5, ACCEL_COLUMNS = 10 };

struct AccelScheme {
  const char *name;
  int vectors;                            /* that the scheme wants */
  void (*run)(Accel *);                   /* from a->point[0]; returns when one of the functions below returns false */
};

struct Accel {
  const AccelMap *map;
  const AccelScheme *scheme;
  int64_t n;
  AccelPoint point[ACCEL_POINTS];
  double **vector;                        /* scheme->vectors of n */
  double *best, best_loss;
  const double *hand;                     /* the numbers of the last plain image, of unknown loss */
  int calls;
  Verdict verdict;
  double rise;
  double *memory;
};

/* Applies the map to a start (prior NULL) or to a plain image of prior and judges the step from there. False: the run ends. */
bool accel_plain(Accel *, const AccelPoint *prior, AccelPoint *from, AccelPoint *image);
/* Applies the map to the point with t's coordinates, what has none from base. *accepted: its loss is not above bar. */
bool accel_try(Accel *, const AccelPoint *base, AccelPoint *t, AccelPoint *image, double bar, bool *accepted);
/* the change from bar is as small as convergence: a plain step must confirm it */
bool accel_is_still(const Accel *, double loss, double bar);
/* out = a - b, 0 where one of them has no coordinate */
void accel_difference(const Accel *, const double *a, const double *b, double *out);
double accel_dot(const Accel *, const double *a, const double *b);
void accel_swap(AccelPoint *, AccelPoint *);

extern const AccelScheme accel_auto, accel_squarem, accel_anderson, accel_qn, accel_nesterov, accel_overrelaxed;
const AccelScheme *accel_choose(int64_t unknowns);         /* what accel_auto goes on with */

#endif
