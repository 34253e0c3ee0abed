/* random.c: streams of random numbers by Philox 4x64-10 (Salmon, Moraes, Dror, Shaw 2011).
 *
 * The seed is the key; the counter's four words are the block, the element, the purpose and a zero kept for later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"
#include <Random123/philox.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Random random_stream(uint64_t seed, uint64_t purpose, uint64_t element)
{
  return (Random){ .seed = seed, .purpose = purpose, .element = element };
}

/* FNV-1a, 64 bits */
uint64_t random_purpose(const char *name)
{
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (; *name; name++) h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
  return h;
}

uint64_t random_bits(Random *r)
{
  if (r->left == 0) {
    philox4x64_ctr_t counter = {{ r->block++, r->element, r->purpose, 0 }};
    philox4x64_key_t key = {{ r->seed, 0 }};
    philox4x64_ctr_t out = philox4x64(counter, key);
    memcpy(r->word, out.v, sizeof r->word);
    r->left = 4;
  }
  return r->word[4 - r->left--];
}

/* The middles of 2^52 equal parts: with 53 bits the last middle would be rounded to 1. */
double random_uniform(Random *r)
{
  return ((double)(random_bits(r) >> 12) + 0.5) * 0x1p-52;
}

/* Box and Muller: a pair at a time */
double random_normal(Random *r)
{
  if (r->has_spare) {
    r->has_spare = false;
    return r->spare;
  }
  double radius = sqrt(-2 * log(random_uniform(r))), angle = 2 * M_PI * random_uniform(r);
  r->spare = radius * sin(angle);
  r->has_spare = true;
  return radius * cos(angle);
}

/* The high half of bits * n; draws whose low half falls into the surplus 2^64 mod n are thrown away (Lemire 2019). */
uint64_t random_below(Random *r, uint64_t n)
{
  for (;;) {
    unsigned __int128 product = (unsigned __int128)random_bits(r) * n;
    uint64_t low = (uint64_t)product;
    if (low >= n || low >= -n % n) return (uint64_t)(product >> 64);
  }
}

/* The first k steps of a shuffle of 0 … n-1. Only the positions that no longer hold their own number are stored, in a hash
 * table with linear probing, at most a quarter full: time and memory grow with k alone. */
typedef struct Moved { int64_t at, holds; } Moved;

static Moved *find_moved(Moved *table, uint64_t mask, int64_t at)
{
  uint64_t i = (uint64_t)at * UINT64_C(0x9E3779B97F4A7C15) >> 20 & mask;
  while (table[i].at >= 0 && table[i].at != at) i = (i + 1) & mask;
  return &table[i];
}

bool random_sample(Random *r, int64_t n, int64_t k, int64_t *out)
{
  if (k < 0 || k > n || k > INT64_MAX / 8) return false;
  uint64_t cells = 4;
  while (cells < 4 * (uint64_t)k) cells *= 2;
  Moved *table = malloc(cells * sizeof *table);
  if (!table) return false;
  for (uint64_t i = 0; i < cells; i++) table[i].at = -1;
  for (int64_t i = 0; i < k; i++) {
    int64_t j = i + (int64_t)random_below(r, (uint64_t)(n - i));
    Moved *there = find_moved(table, cells - 1, j);
    out[i] = there->at == j ? there->holds : j;
    Moved *here = find_moved(table, cells - 1, i);
    int64_t held = here->at == i ? here->holds : i;
    *there = (Moved){ .at = j, .holds = held };
  }
  free(table);
  return true;
}
