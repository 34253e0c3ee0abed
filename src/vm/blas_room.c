/* blas_room.c: see blas_room.h. Buffers that were given back are kept by OpenBLAS for later calls.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/blas_room.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { THREADS_MOST = 64 };
static const size_t buffer_size = (size_t)128 << 20;        /* the greatest that OpenBLAS is built with by default */

extern void *blas_memory_alloc(int) __attribute__((weak));
extern void blas_memory_free(void *) __attribute__((weak));

static bool is_limited(void)
{
  struct rlimit space, data;
  return (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) || (getrlimit(RLIMIT_DATA, &data) == 0 && data.rlim_cur != RLIM_INFINITY);
}

static bool has_room(size_t bytes)
{
  void *trial = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return trial != MAP_FAILED && munmap(trial, bytes) == 0;
}

int blas_room(int threads)
{
  static atomic_int reserved;
  int have = atomic_load(&reserved), n = threads < THREADS_MOST ? threads : THREADS_MOST;
  if (n <= have || !blas_memory_alloc || !blas_memory_free || !is_limited()) return threads;
  void *buffer[THREADS_MOST];
  while (n > have && !has_room((size_t)(n - have) * buffer_size)) n--;
  for (int i = 0; i < n; i++) buffer[i] = blas_memory_alloc(0);
  for (int i = 0; i < n; i++) blas_memory_free(buffer[i]);
  atomic_store(&reserved, n);
  return n;
}
