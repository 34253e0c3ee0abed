/* vector.c: which kernels this processor runs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/vector.h"
#include <stdlib.h>
#include <string.h>

const VectorKernels *vector_kernels(void)
{
#if defined __x86_64__ && !defined __clang__
  const char *most = getenv("MAJORANT_VECTOR");
  bool plain = most && strcmp(most, "plain") == 0, avx2 = most && strcmp(most, "avx2") == 0;
  __builtin_cpu_init();
  bool has2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (has2 && !plain && !avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return &vector_avx512;
  if (has2 && !plain) return &vector_avx2;
#endif
  return &vector_plain;
}
