/* line.h: the loss and its surrogates along one entry of a parameter, the others held: what `plot surrogate(p)` draws. The curve
 * stays in the parameter's domain (expr/feasible.h); on a simplex the other entries of the slice give way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_LINE_H
#define MAJORANT_FIT_LINE_H
#include "fit/fit.h"

enum { LINE_POINTS = 201, LINE_TOUCHES = 3 };

/* Numbers with the sign of the user: of a maximised function the surrogates lie below. */
typedef struct SurrogateLine {
  double x[LINE_POINTS], loss[LINE_POINTS];             /* values of the entry, and the loss there; NAN where it is not defined */
  int ntouches;                                         /* 0: the parameter has no surrogate */
  double touch[LINE_TOUCHES + 1], at_touch[LINE_TOUCHES + 1];        /* each is where the surrogate before it is least; the last has no curve */
  double least[LINE_TOUCHES];                           /* the surrogate's least value */
  double surrogate[LINE_TOUCHES][LINE_POINTS];
} SurrogateLine;

/* The first surrogate touches at the entry's start (that of the fit's seed), each further one where the one before is least. Parameters without a value
 * stand at their start. False with a message. */
bool fit_surrogate_line(Pool *, const Rules *, const Loss *, Symbol *param, int64_t entry, uint64_t seed, int threads, Span, SurrogateLine *, DiagList *);
/* the entry that the fit moved most, counted from the start */
int64_t fit_moved_entry(Pool *, const Loss *, const Symbol *param, uint64_t seed, DiagList *);

#endif
