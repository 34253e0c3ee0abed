/* random.h: random numbers that depend on the seed, the purpose and the element alone.
 *
 * A stream is named by (seed, purpose, element), for example (1, hash of "mu", restart 3). Philox turns a stream's name and
 * a counter into numbers, so that streams are independent, need no storage, and give the same numbers on any thread in any
 * order. A Random is a small value: make it where it is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_RANDOM_H
#define MAJORANT_BASE_RANDOM_H
#include <stdbool.h>
#include <stdint.h>

typedef struct Random {
  uint64_t seed, purpose, element, block;       /* block: the next one to be drawn */
  uint64_t word[4];
  int left;                                     /* words not yet used */
  bool has_spare; double spare;                 /* the second normal of a pair */
} Random;

Random random_stream(uint64_t seed, uint64_t purpose, uint64_t element);
uint64_t random_purpose(const char *name);                          /* a purpose from a name, the same in every run */
uint64_t random_bits(Random *);
double random_uniform(Random *);                                    /* in (0, 1), neither end ever */
double random_normal(Random *);                                     /* mean 0, variance 1 */
uint64_t random_below(Random *, uint64_t n);                        /* 0 … n-1, each equally likely; n > 0 */
/* k distinct numbers of 0 … n-1 in random order into out; false if k > n or memory is short */
bool random_sample(Random *, int64_t n, int64_t k, int64_t *out);

#endif
