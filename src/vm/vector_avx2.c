/* vector_avx2.c: the kernels of vector.h in vectors of 4 doubles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef __x86_64__
#pragma GCC target("avx2,fma")
#define W 4
#define NAME "avx2"
#define TABLE vector_avx2
#include "vm/vector_body.h"
#endif
