/* vector_avx512.c: the kernels of vector.h in vectors of 8 doubles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#if defined __x86_64__ && !defined __clang__      /* clang has no such pragma: it keeps to the plain vectors */
#pragma GCC target("avx512f,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")
#define W 8
#define NAME "avx512"
#define TABLE vector_avx512
#include "vm/vector_body.h"
#endif
