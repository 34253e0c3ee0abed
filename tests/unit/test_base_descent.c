/* Quadratics with kinks and bounds against their optimality conditions, also singular ones; pooled numbers against the formula of
 * greatest lower means; shares against theirs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/descent.h"
#include "base/share.h"
#include "base/random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 9 };

typedef struct Instance { int64_t n; double A[MOST * MOST], h[MOST], l[MOST], lo[MOST], hi[MOST], x[MOST]; } Instance;

static Instance draw(Random *r, bool singular)
{
  Instance t = { .n = 1 + (int64_t)random_below(r, MOST) };
  int64_t rank = singular ? 1 + (int64_t)random_below(r, (uint64_t)t.n) : t.n + 2;
  double B[(MOST + 2) * MOST];
  for (int64_t i = 0; i < rank * t.n; i++) B[i] = random_normal(r);
  for (int64_t i = 0; i < t.n; i++) {
    t.l[i] = random_uniform(r);
    t.lo[i] = -random_uniform(r);
    t.hi[i] = random_uniform(r) < 0.3 ? 2 : random_uniform(r);
    for (int64_t j = 0; j < t.n; j++)
      for (int64_t k = 0; k < rank; k++) t.A[i * t.n + j] += B[k * t.n + i] * B[k * t.n + j];
  }
  for (int64_t k = 0; k < rank; k++) {                     /* in the range of A, so that there is a least point without bounds */
    double z = 2 * random_normal(r);
    for (int64_t i = 0; i < t.n; i++) t.h[i] += z * B[k * t.n + i];
  }
  return t;
}

static double slope(const Instance *t, int64_t i)
{
  double s = -t->h[i];
  for (int64_t j = 0; j < t->n; j++) s += t->A[i * t->n + j] * t->x[j];
  return s;
}

static void shrunk(void **state)
{
  Random r = random_stream((uint64_t)**(int **)state, 1, 0);
  double scratch[MOST * MOST + 4 * MOST + 1];
  for (int k = 0; k < 400; k++) {
    Instance t = draw(&r, k % 2);
    descent_minimize(t.n, t.A, t.h, t.l, NULL, NULL, t.x, scratch);
    for (int64_t i = 0; i < t.n; i++) {
      double g = slope(&t, i);
      if (t.x[i] == 0) assert_true(fabs(g) <= t.l[i] + 1e-9);
      else assert_true(fabs(g + copysign(t.l[i], t.x[i])) < 1e-7);
    }
  }
}

/* A chain that is stiff between neighbours, as the quadratic bound of fused entries is: the entries of a stretch cross 0 together, which
 * must not take a system for each of them. */
static void stiff_chain(void **state)
{
  enum { LONG = 80 };
  Random r = random_stream((uint64_t)**(int **)state, 3, 0);
  double A[LONG * LONG], h[LONG], l[LONG], x[LONG], *scratch = malloc((size_t)descent_room(LONG) * sizeof *scratch);
  for (int k = 0; k < 20; k++) {
    double level = 0;
    memset(A, 0, sizeof A);
    for (int i = 0; i < LONG; i++) {
      if (i % 5 == 0) level = random_normal(&r);
      h[i] = level + random_normal(&r);
      l[i] = 0.3;
      A[i * LONG + i] += 1;
      if (i == 0) continue;
      double w = i % 5 ? exp(18 * random_uniform(&r)) : 1;
      A[i * LONG + i] += w;
      A[(i - 1) * LONG + i - 1] += w;
      A[i * LONG + i - 1] -= w;
      A[(i - 1) * LONG + i] -= w;
    }
    descent_minimize(LONG, A, h, l, NULL, NULL, x, scratch);
    for (int i = 0; i < LONG; i++) {
      double g = -h[i], size = fabs(h[i]);
      for (int j = 0; j < LONG; j++) { g += A[i * LONG + j] * x[j]; size += fabs(A[i * LONG + j] * x[j]); }
      if (x[i] == 0) assert_true(fabs(g) <= l[i] + 1e-13 * size);
      else assert_true(fabs(g + copysign(l[i], x[i])) < 1e-9 + 1e-13 * size);
    }
  }
  free(scratch);
}

static void within(void **state)
{
  Random r = random_stream((uint64_t)**(int **)state, 2, 0);
  double scratch[MOST * MOST + 4 * MOST + 1];
  for (int k = 0; k < 400; k++) {
    Instance t = draw(&r, k % 2);
    descent_minimize(t.n, t.A, t.h, NULL, t.lo, t.hi, t.x, scratch);
    for (int64_t i = 0; i < t.n; i++) {
      double g = slope(&t, i);
      assert_true(t.x[i] >= t.lo[i] && t.x[i] <= t.hi[i]);
      if (g > 1e-7) assert_true(t.x[i] == t.lo[i]);
      if (g < -1e-7) assert_true(t.x[i] == t.hi[i]);
    }
  }
}

/* the slopes of all shares above their floors are equal, and none is less */
static void shares(void **state)
{
  Random r = random_stream((uint64_t)**(int **)state, 4, 0);
  double scratch[MOST * MOST + 5 * MOST];
  for (int k = 0; k < 1200; k++) {
    Instance t = draw(&r, k % 2);
    double start[MOST], sum = 0, least = INFINITY, size = 0;
    for (int64_t i = 0; i < t.n; i++) {
      t.lo[i] = k % 3 ? 0 : random_uniform(&r) / (double)MOST;
      start[i] = k % 5 ? random_uniform(&r) * (double)random_below(&r, 2) : 0;
    }
    share_minimize(t.n, t.A, t.h, t.lo, start, t.x, scratch);
    for (int64_t i = 0; i < t.n; i++) {
      sum += t.x[i];
      least = fmin(least, slope(&t, i));
      size = fmax(size, fabs(t.h[i]) + t.A[i * t.n + i]);
      assert_true(t.x[i] >= t.lo[i]);
    }
    assert_true(fabs(sum - 1) < 1e-14);
    for (int64_t i = 0; i < t.n; i++) assert_true(t.x[i] == t.lo[i] || slope(&t, i) - least < 1e-12 * size);
  }
}

/* max over i <= k of min over j >= k of the mean of i..j */
static void pooled(void **state)
{
  Random r = random_stream((uint64_t)**(int **)state, 3, 0);
  double scratch[3 * MOST];
  for (int k = 0; k < 400; k++) {
    int64_t n = 1 + (int64_t)random_below(&r, MOST);
    double h[MOST], a[MOST], x[MOST];
    for (int64_t i = 0; i < n; i++) { a[i] = 0.1 + random_uniform(&r); h[i] = random_below(&r, 3) ? random_normal(&r) : a[i]; }
    descent_pool(n, h, a, x, scratch);
    for (int64_t at = 0; at < n; at++) {
      double most = -INFINITY;
      for (int64_t i = 0; i <= at; i++) {
        double least = INFINITY, sum = 0, weight = 0;
        for (int64_t j = i; j < n; j++) {
          sum += h[j];
          weight += a[j];
          if (j >= at) least = fmin(least, sum / weight);
        }
        most = fmax(most, least);
      }
      assert_true(fabs(x[at] - most) < 1e-12 * (1 + fabs(most)));
    }
  }
}

static void without_weight(void **state)
{
  (void)state;
  const double h[6] = { 0, 3, 0, 1, 0, 2 }, a[6] = { 0, 1, 0, 1, 0, 0 };
  double x[6], scratch[18];
  descent_pool(6, h, a, x, scratch);
  for (int i = 0; i < 4; i++) assert_true(x[i] == 2);      /* 3 and 1, with what says nothing between and around */
  assert_true(x[5] == INFINITY);
}

int main(void)
{
  static int seed = 7;
    const struct CMUnitTest tests[] = {
    cmocka_unit_test_prestate(shrunk, &seed), cmocka_unit_test_prestate(stiff_chain, &seed), cmocka_unit_test_prestate(within, &seed), cmocka_unit_test_prestate(pooled, &seed), cmocka_unit_test_prestate(shares, &seed), cmocka_unit_test(without_weight),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
