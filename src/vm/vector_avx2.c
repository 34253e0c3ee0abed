/* vector_avx2.c: the kernels of vector.h in vectors of 4 doubles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#if defined __x86_64__ && !defined __clang__      /* clang has no such pragma: it keeps to the plain vectors */
#pragma GCC target("avx2,fma")
#define W 4
#define NAME "avx2"
#define TABLE vector_avx2
#include "vm/vector_body.h"
#endif
