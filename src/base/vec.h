/* vec.h: a growing array in an arena.  VEC(int) v = {0};  vec_push(arena, &v, 3);  v.data[0], v.len
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_VEC_H
#define MAJORANT_BASE_VEC_H
#include "base/arena.h"
#include <limits.h>
#include <string.h>

#define VEC(Type) struct { Type *data; int len, cap; }
#define vec_push(arena, v, item) \
  ((v)->len == (v)->cap ? ((v)->data = vec_grow_((arena), (v)->data, &(v)->cap, sizeof *(v)->data)) : (v)->data, \
   (v)->data[(v)->len++] = (item))

static inline void *vec_grow_(Arena *a, void *old, int *cap, size_t size)
{
  int want = *cap > INT_MAX / 2 ? INT_MAX : *cap ? 2 * *cap : 8;          /* an arena ends long before */
  void *p = arena_grow(a, *cap ? old : NULL, (size_t)*cap * size, (size_t)want * size);
  *cap = want;
  return p;
}

#endif
