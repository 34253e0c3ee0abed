/* slices.h: the slices of an array over the axes that a domain couples: offsets of the slices, and of the elements in one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_SLICES_H
#define MAJORANT_FIT_SLICES_H
#include "expr/expr.h"

typedef struct Slices {
  int64_t nslices, length;                 /* length: elements of one slice */
  int nin, nout;
  int64_t in_size[ARRAY_MAX_AXES], in_stride[ARRAY_MAX_AXES], out_size[ARRAY_MAX_AXES], out_stride[ARRAY_MAX_AXES];
} Slices;

Slices slices_of(const Array *, unsigned axes);            /* bit a: axis a is inside the slice */
int64_t slices_begin(const Slices *, int64_t slice);       /* offset of its first element */
int64_t slices_at(const Slices *, int64_t element);        /* further offset of an element */

#endif
