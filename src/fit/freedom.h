/* freedom.h: the directions in which the parameters of a joint step can move at a point.
 *
 * Charts may have more coordinates than a parameter has freedoms (a simplex has one more). In each slice the eigenvectors of
 * J'J of eigenvalue 0 are those that move nothing; u = B w goes without them. By w a gradient is B'g, a Hessian B'HB.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_FREEDOM_H
#define MAJORANT_FIT_FREEDOM_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct Piece { int64_t at, count, first, free; double *basis; } Piece;     /* a slice: of u from at; of w from first; basis: count x free */

typedef struct Freedom {
  const JointStep *step;
  Store *store;
  int64_t n, free;                        /* coordinates u, w */
  int npieces; Piece *piece;              /* slices of all parts */
  int *first_piece;                       /* of each part */
} Freedom;

/* At the point in the store, where the Jacobians of the step's charts have been computed. held (may be NULL): coordinates u of
 * slices with one coordinate that shall not move. False: no eigenvalues; *part: whose */
bool freedom_make(Arena *, Freedom *, const JointStep *, Store *, const bool *held, int *part);
int64_t freedom_end(const Freedom *, int part);            /* one past the last w of a part; the first is that of its first piece */
/* the slice of u that an entry of the parameter belongs to, and the row of J that belongs to the entry */
int64_t freedom_slice(const JointPart *, int64_t entry);
const double *freedom_jacobian(const Freedom *, const JointPart *, int64_t entry, int64_t count);
/* B'g and B'HB, both of which are zero to start */
void freedom_reduce(Arena *, const Freedom *, const double *g, const double *h, double *slope, double *curve);

#endif
