/* Steps at kinks: they end where functions with kinks are least, from everywhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit/bfgs.h"
#include "fit/gradient_sampling.h"
#include <math.h>
#include <string.h>

enum { N = 8 };

/* Rosenbrock's function with a kink along its valley (Lewis and Overton 2013); least, 0, at (1, 1) */
static double valley(void *context, const double *u, double *g, double *h)
{
  (void)h;
  ++*(int *)context;
  double bend = u[0] * u[0] - u[1];
  if (g) {
    g[0] = (bend > 0 ? 16 : -16) * u[0] - 2 * (1 - u[0]);
    g[1] = bend > 0 ? -8 : 8;
  }
  return 8 * fabs(bend) + (1 - u[0]) * (1 - u[0]);
}

/* the greatest of |u_k - k| (k + 1), not a number where u_0 > 50; least, 0, at (0, 1, ...) */
static double greatest(void *context, const double *u, double *g, double *h)
{
  (void)h;
  ++*(int *)context;
  int top = 0;
  double most = -1;
  for (int k = 0; k < N; k++) {
    double v = fabs(u[k] - k) * (k + 1);
    if (v > most) { most = v; top = k; }
  }
  if (g) {
    memset(g, 0, N * sizeof *g);
    g[top] = u[top] > top ? top + 1 : -top - 1;
  }
  return u[0] > 50 ? NAN : most;
}

static void descends(double (*f)(void *, const double *, double *, double *), int n, double *u, int takes, double least)
{
  Arena *a = arena_new();
  int calls = 0;
  Bfgs *b = bfgs_new(a, n);
  Objective o = { .evaluate = f, .context = &calls };
  double before = f(&calls, u, NULL, NULL), after;
  for (int k = 0; k < takes && bfgs_take(b, &o, u, &after); k++) {
    assert_true(after < before);
    assert_true(after == f(&calls, u, NULL, NULL));
    before = after;
  }
  if (before > least) fail_msg("ends at %g after %d calls", before, calls);
  bfgs_free(b);
  arena_free(a);
}

static void along_a_valley(void **state)
{
  (void)state;
  double from[][2] = { { -1, 1.1 }, { 0.1, 0 }, { 3, -2 }, { 1, 1.5 } };
  for (int k = 0; k < 4; k++) descends(valley, 2, from[k], 12, 1e-8);
}

static void among_many(void **state)
{
  (void)state;
  double u[N] = { 0 }, v[N] = { 40, -30, 20, 10, 0, 7, 7, 7 };
  descends(greatest, N, u, 40, 1e-6);
  descends(greatest, N, v, 40, 1e-6);
}

static void rests_at_the_least(void **state)
{
  (void)state;
  Arena *a = arena_new();
  int calls = 0;
  double u[2] = { 0, 0 }, value;
  Objective o = { .evaluate = greatest, .context = &calls };
  double least[N];
  for (int k = 0; k < N; k++) least[k] = k;
  Bfgs *b = bfgs_new(a, N);
  Sampling *s = sampling_new(a, N);
  assert_false(bfgs_take(b, &o, least, &value));
  assert_false(sampling_take(s, &o, least, &value));
  for (int k = 0; k < N; k++) assert_true(least[k] == k);
  bfgs_free(b);
  sampling_free(s);
  o.evaluate = valley;
  double ridge[2] = { -1, 1 };                            /* on the kink the gradient shows no way down: the gradients nearby do */
  s = sampling_new(a, 2);
  assert_true(sampling_take(s, &o, ridge, &value) && value < 4);
  sampling_free(s);
  double most[2] = { 1e-3, 1e-3 };                        /* no coordinate goes further in one step */
  o.most = most;
  b = bfgs_new(a, 2);
  assert_true(bfgs_take(b, &o, u, &value));
  assert_true(fabs(u[0]) < 0.03 && fabs(u[1]) < 0.03);
  bfgs_free(b);
  arena_free(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(along_a_valley), cmocka_unit_test(among_many), cmocka_unit_test(rests_at_the_least) };
  return RUN_TESTS(tests);
}
