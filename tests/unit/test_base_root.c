/* Roots of rising functions: smooth ones, jumps, brackets without an end, without a root.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/root.h"
#include <math.h>

typedef double (*Rising)(double);

static int evaluations;

static double find(double lo, double hi, Rising f, Rising slope)
{
  Root r;
  root_start(&r, lo, hi, NAN);
  for (evaluations = 0; !r.done && evaluations < ROOT_STEPS; evaluations++) root_step(&r, f(r.t), slope ? slope(r.t) : NAN);
  assert_true(r.done);
  return r.t;
}

static double multiplier_sum(double t) { return 0.3 / t + 0.5 / (1 + t) + 0.2 / (5 + t); }
static double multiplier(double t) { return 1 / multiplier_sum(t) - 1; }
static double multiplier_slope(double t) { return (0.3 / (t * t) + 0.5 / ((1 + t) * (1 + t)) + 0.2 / ((5 + t) * (5 + t))) / pow(multiplier_sum(t), 2); }
static double cube(double t) { return t * t * t - 2; }
static double cube_slope(double t) { return 3 * t * t; }
static double tiny(double t) { return log(t) + 40; }
static double tiny_slope(double t) { return 1 / t; }

static void smooth(void **state)
{
  (void)state;
  double t = find(0, 1, multiplier, multiplier_slope);
  assert_true(fabs(multiplier(t)) < 1e-15 && evaluations < 12);
  assert_true(fabs(find(0, 1, multiplier, NULL) - t) < 1e-15);
  assert_true(fabs(find(-INFINITY, INFINITY, cube, cube_slope) - cbrt(2)) < 1e-15 && evaluations < 20);
  assert_true(fabs(find(-INFINITY, INFINITY, cube, NULL) - cbrt(2)) < 1e-15);
  assert_true(fabs(find(0, INFINITY, tiny, tiny_slope) / exp(-40) - 1) < 1e-12 && evaluations < 40);
}

static double sign(double x) { return (x > 0) - (x < 0); }
static double median(double t) { return sign(t - 3) + sign(t - 1) + sign(t - 2.7) + sign(t - 10) + sign(t - 4); }
static double weighted(double t) { return sign(t - 3) + 2 * sign(t - 1) + 1.5 * sign(t - 2.7) + 0.3 * sign(t - 10) + 0.7 * sign(t - 4); }
static double far(double t) { return sign(t - 1e8) + 0.5 * sign(t + 1e8) + 0.25 * sign(t); }
static double pulled(double t) { return 2 * sign(t - 0.1) + t; }

/* the place of a jump, to the last bit */
static void jumps(void **state)
{
  (void)state;
  assert_true(find(-INFINITY, INFINITY, median, NULL) == 3);
  assert_true(find(-INFINITY, INFINITY, weighted, NULL) == 2.7);
  assert_true(find(-INFINITY, INFINITY, far, NULL) == 1e8);
  assert_true(find(-INFINITY, INFINITY, pulled, NULL) == 0.1);
}

static double always(double t) { return t + 5; }
static double never(double t) { return t - 5; }
static double steep(double t) { return t > 700 ? INFINITY : exp(t) - 1e-30; }

static double cliff(double t) { return t > 3 ? 1 - 1 / t : -1e308; }
static double cliff_slope(double t) { return t > 3 ? 1 / (t * t) : 1; }

static void ends(void **state)
{
  (void)state;
  assert_true(find(-INFINITY, INFINITY, cliff, cliff_slope) == 3);          /* one step leads out to 1e308 */
  assert_true(find(0, 1, always, NULL) == 0 && evaluations < 20);
  assert_true(find(0, 1, always, cube_slope) == 0);
  assert_true(find(0, 1, never, NULL) == 1 && evaluations < 40);
  assert_true(find(2, 2, never, NULL) == 2);
  assert_true(isnan(find(NAN, 2, never, NULL)));
  assert_true(fabs(find(-INFINITY, INFINITY, steep, NULL) - log(1e-30)) < 1e-12);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(smooth), cmocka_unit_test(jumps), cmocka_unit_test(ends) };
  return RUN_TESTS(tests);
}
