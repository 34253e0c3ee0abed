/* band.h: one symmetric system given by its diagonals, and what factors it: a method. Between band.c and band_sparse.c.
 *
 * Entry (i, column(i, o)) stands at v[i * row_stride + o * diagonal_stride]; both triangles are there, and their average is taken.
 * A method scales the matrix to a unit diagonal, so that units of the unknowns do not look like singularity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_BAND_H
#define MAJORANT_VM_BAND_H
#include "vm/internal.h"

typedef struct Band {
  int64_t n, ndiagonals, width;           /* width: of the lower band, without the diagonal */
  const double *v, *offset;
  int64_t row_stride, diagonal_stride, offset_stride;
  double *lower, *scale, *r;              /* scratch: the scaled lower triangle, as the method lays it out; what scales row and column; the right side */
  void *kept;                             /* the method's own, from run to run */
} Band;

typedef enum { BAND_OK, BAND_SINGULAR, BAND_NOT_FINITE, BAND_NO_MEMORY } BandResult;

typedef struct BandMethod {
  BandResult (*fill)(const Band *, double more);          /* lower and scale; `more` is added to the unit diagonal */
  BandResult (*factor)(const Band *, double least);       /* SINGULAR: a pivot is not above `least` */
  BandResult (*solve)(const Band *);                      /* r := (scaled matrix)^-1 r */
} BandMethod;

static inline int64_t band_column(const Band *b, int64_t i, int64_t o) { return i + (int64_t)b->offset[o * b->offset_stride]; }

/* band_sparse.c: diagonals far apart, by CHOLMOD. What it keeps serves one thread and is released by the Step */
typedef struct BandSparse BandSparse;
extern const BandMethod band_sparse;
BandSparse *band_sparse_new(int64_t n, int64_t ndiagonals);                     /* NULL: no memory */
void band_sparse_free(void *);

#endif
