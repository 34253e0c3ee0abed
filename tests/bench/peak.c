/* peak.c: what the machine can do at best: the rate of a large matrix product and the rates at which memory is read and
 * copied with scaling and adding (triad), with 1 to THREADS threads.  usage: peak THREADS NUMBERS
 * Three arrays of NUMBERS are read and written: more than the caches hold, if memory is to be measured.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void openblas_set_num_threads(int);

enum { ORDER = 1024, ROUNDS = 7, MOST_THREADS = 64 };

static long numbers;
static double *a, *b, *c, *result, *factor;
static int threads;
static volatile double seen[MOST_THREADS];

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void product(int t)
{
  double *own = result + (long)t * ORDER * ORDER;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, ORDER, ORDER, ORDER, 1, factor, ORDER, factor, ORDER, 0, own, ORDER);
}

static void read_all(int t)
{
  long from = numbers / threads * t, to = numbers / threads * (t + 1);
  double sum = 0;
  for (long i = from; i < to; i++) sum += a[i];
  seen[t] = sum;
}

static void triad(int t)
{
  long from = numbers / threads * t, to = numbers / threads * (t + 1);
  for (long i = from; i < to; i++) a[i] = b[i] + 3 * c[i];
}

static void (*job)(int);
static void *run_job(void *t) { job((int)(size_t)t); return NULL; }

/* the best of some rounds, in units of 1e9 per second */
static double rate(void (*work)(int), double units)
{
  double best = 0;
  for (int r = 0; r < ROUNDS; r++) {
    pthread_t id[MOST_THREADS];
    double start = now();
    job = work;
    for (int t = 1; t < threads; t++)
      if (pthread_create(&id[t], NULL, run_job, (void *)(size_t)t) != 0) exit(1);
    work(0);
    for (int t = 1; t < threads; t++) pthread_join(id[t], NULL);
    double speed = units / (now() - start) / 1e9;
    if (speed > best) best = speed;
  }
  return best;
}

int main(int argc, char **argv)
{
  int most = argc > 1 ? atoi(argv[1]) : 0;
  numbers = argc > 2 ? atol(argv[2]) : 0;
  if (most < 1 || most > MOST_THREADS || numbers < most) return 1;
  a = malloc((size_t)numbers * sizeof *a);
  b = malloc((size_t)numbers * sizeof *b);
  c = malloc((size_t)numbers * sizeof *c);
  result = calloc((size_t)(most + 1) * ORDER * ORDER, sizeof *result);   /* the factors, ones, lie behind the products */
  if (!a || !b || !c || !result) return 1;
  factor = result + (long)most * ORDER * ORDER;
  for (long i = 0; i < numbers; i++) {
    a[i] = b[i] = (double)(i % 7);
    c[i] = 0;
  }
  for (long i = 0; i < ORDER * ORDER; i++) factor[i] = 1;
  openblas_set_num_threads(1);
  printf("[");
  for (threads = 1; threads <= most; threads++) {
    double gemm = rate(product, 2.0 * ORDER * ORDER * ORDER * threads);
    double read = rate(read_all, 8.0 * (double)numbers), move = rate(triad, 24.0 * (double)numbers);
    printf("%s{\"threads\": %d, \"gemm\": %.1f, \"read\": %.1f, \"triad\": %.1f}", threads > 1 ? ", " : "", threads, gemm, read, move);
  }
  printf("]\n");
  free(a);
  free(b);
  free(c);
  free(result);
  return 0;
}
