/* coordinates.h: points of a fit as vectors without constraints, for extrapolation. A point is the numbers x of all parameters,
 * one after the other; u has as many entries: the number itself, logs of open half-lines, roots of closed ones, logits of
 * intervals, roots of the nonzero cells of a simplex, log-Cholesky factors of matrices, a direction's vector. What has no such
 * coordinate here (labels, orthonormal rows, fixed entries, zeros, points on an edge) is NAN in u.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_COORDINATES_H
#define MAJORANT_FIT_COORDINATES_H
#include "sema/loss.h"

typedef struct Coordinates Coordinates;

Coordinates *coordinates_new(Arena *, const Loss *);       /* NULL: no memory */
void coordinates_free(Coordinates *);                      /* NULL is allowed */
int64_t coordinates_count(const Coordinates *);
bool coordinates_any(const Loss *);                        /* has any parameter numbers that are not NAN in u whatever they are? */
void coordinates_take(const Coordinates *, const double *x, double *u);
/* the point with these coordinates, in its domain; entries with NAN, and slices that cannot do without such, are base's */
void coordinates_put(const Coordinates *, const double *u, const double *base, double *x);

#endif
