/* hand.h: what the hand-written programs share: reading arrays, threads, clocks, and the row of weights of a mixture.
 *
 * Each file hand/NAME.c fits one loss, and only that one, the way somebody would who knows the model, the machine and BLAS:
 * data in blocks that stay in cache, everything that can be a matrix product as one, loops over long rows that the
 * compiler turns into vectors, no work in an iteration that could be done before. They are a measuring stick for
 * `make bench`: no part of the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BENCH_HAND_H
#define MAJORANT_BENCH_HAND_H
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Hand {
  const char *folder;             /* of the data */
  int iterations, threads;
  double loss;                    /* before the last iteration: what that one computes anyway */
  struct Crew *crew;
} Hand;

/* a .npy file of the folder: row-major doubles; an array of one axis has one column. Ends the program if it cannot. */
double *hand_read(Hand *, const char *file, long *rows, int *columns);
/* aligned to a cache line; freed when the program ends; ends it if memory is short */
double *hand_zeros(long n);

/* The clock runs from here on; what precedes it is reading and what is done once. */
void hand_start(Hand *);

/* work(context, thread) on all threads; there, `for (long i; (i = hand_next(h, n, block)) >= 0;)` deals out the blocks of 0..n-1: their first items. */
void hand_parallel(Hand *, void (*work)(void *context, int thread), void *context);
long hand_next(Hand *, long n, int block);

/* the same, with the number of items of the block in *m */
static inline long hand_block(Hand *h, long n, int block, int *m)
{
  long first = hand_next(h, n, block);
  *m = n - first < block ? (int)(n - first) : block;
  return first;
}

/* What each thread works on: `parts` numbers that are added up over the threads, `rooms` numbers of its own. Parts of threads lie in
 * cache lines of their own. */
typedef struct HandWork { int threads; long parts, rooms; double *part, *room; } HandWork;
HandWork hand_work(const Hand *, long parts, long rooms);
static inline double *hand_part(const HandWork *w, int thread) { return w->part + thread * w->parts; }
static inline double *hand_room(const HandWork *w, int thread) { return w->room + thread * w->rooms; }

/* sum[0..n-1] = the sums over the threads of the first n parts, which are zeroed for the next time */
void hand_gather(const HandWork *, long n, double *sum);

/* p[k * stride + i] = log of component k's share at point i, i < n: makes it the posterior probability; returns the sum
 * over i of the logarithm of the sum over k. most, total: room for n numbers each. */
double hand_posterior(double *p, int components, int n, int stride, double *most, double *total);

/* the lower triangle of a[d, d] = its Cholesky factor, what is above it 0; the logarithm of its determinant */
double hand_cholesky(double *a, int d);

/* points of a block: their numbers stay in cache */
enum { HAND_BLOCK = 512 };

/* label[i], least[i] = the nearest of k centres under the sum of absolute differences, and how far it is, for m points of a block; turned: room
 * for HAND_BLOCK * d numbers, which become the points' coordinates, one after the other; distance: for HAND_BLOCK */
void hand_nearest(const double *x, int m, int d, const double *centre, int k, double *turned, double *distance, double *least, double *label);

/* one for each model */
#define HAND_MODELS(X) X(bernoulli) X(bradley_terry) X(cox) X(diagonal) X(entries) X(full) X(kmedians) X(kmedians_weighted) X(logistic) X(nmf_frobenius) X(nmf_kl) X(poisson) X(regressions) X(student) X(tied)
#define HAND_DECLARE(name) void hand_##name(Hand *);
HAND_MODELS(HAND_DECLARE)

#endif
