/* slices.c: see slices.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/slices.h"

Slices slices_of(const Array *a, unsigned axes)
{
  Slices s = { .nslices = 1, .length = 1 };
  int64_t stride[ARRAY_MAX_AXES], run = 1;
  for (int k = a->naxes - 1; k >= 0; k--) {
    stride[k] = run;
    run *= a->size[k];
  }
  for (int k = 0; k < a->naxes; k++) {
    if (axes >> k & 1) {
      s.in_size[s.nin] = a->size[k];
      s.in_stride[s.nin++] = stride[k];
      s.length *= a->size[k];
    } else {
      s.out_size[s.nout] = a->size[k];
      s.out_stride[s.nout++] = stride[k];
      s.nslices *= a->size[k];
    }
  }
  return s;
}

static int64_t offset(int n, const int64_t *size, const int64_t *stride, int64_t at)
{
  int64_t sum = 0;
  for (int k = n - 1; k >= 0; k--) {
    sum += at % size[k] * stride[k];
    at /= size[k];
  }
  return sum;
}

int64_t slices_begin(const Slices *s, int64_t slice) { return offset(s->nout, s->out_size, s->out_stride, slice); }
int64_t slices_at(const Slices *s, int64_t element) { return offset(s->nin, s->in_size, s->in_stride, element); }
