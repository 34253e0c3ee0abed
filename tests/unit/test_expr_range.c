/* Arithmetic of ranges: whatever two numbers of two ranges give lies in the range that is claimed; ends on either side of 0,
 * at 0 of either sign, open and closed, finite and not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr/range.h"
#include <math.h>

static const double ends[] = { -INFINITY, -3, -1, -0.1, -0.0, 0, 0.1, 1, 2.5, INFINITY };
enum { ENDS = sizeof ends / sizeof *ends, RANGES_MAX = 4 * ENDS * ENDS, POINTS_MAX = 16 };

/* all ranges over the ends that hold a number */
static int all_ranges(Range *r)
{
  int n = 0;
  for (int i = 0; i < ENDS; i++) {
    for (int j = i; j < ENDS; j++) {
      for (int open = 0; open < 4; open++) {
        bool lo_open = (open & 1) || isinf(ends[i]), hi_open = (open & 2) || isinf(ends[j]);
        if (ends[i] < ends[j] || (ends[i] == ends[j] && !lo_open && !hi_open)) r[n++] = range_between(ends[i], lo_open, ends[j], hi_open);
      }
    }
  }
  return n;
}

static int points_of(Range r, double *x)
{
  static const double candidate[] = { -1e300, -50, -3, -2, -1, -0.1, -0.05, -1e-300, 0, 1e-300, 0.05, 0.1, 0.5, 1, 2.5, 1e300 };
  int n = 0;
  for (int k = 0; k < POINTS_MAX; k++) if (range_contains(r, candidate[k])) x[n++] = candidate[k];
  return n;
}

static void check(Range claimed, double v, const char *what, double a, double b)
{
  bool lost = v == 0 || isinf(v);                         /* underflow and overflow are not the range's affair */
  if (isnan(v) || (lost ? v >= claimed.lo && v <= claimed.hi : range_contains(claimed, v))) return;
  fail_msg("%s of %g, %g: %g is not in %c%g, %g%c", what, a, b, v, "[("[claimed.lo_open], claimed.lo, claimed.hi, "])"[claimed.hi_open]);
}

static void one_range(void **state)
{
  (void)state;
  static Range r[RANGES_MAX];
  static const double powers[] = { -3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3 };
  int n = all_ranges(r);
  assert_true(n > 100);
  for (int k = 0; k < n; k++) {
    double x[POINTS_MAX];
    int m = points_of(r[k], x);
    for (int j = 0; j < m; j++) {
      check(range_negated(r[k]), -x[j], "minus", x[j], 0);
      for (int p = 0; p < (int)(sizeof powers / sizeof *powers); p++) {
        double v = pow(x[j], powers[p]);
        if (x[j] != 0 || powers[p] >= 0) check(range_power(r[k], powers[p]), v, "power", x[j], powers[p]);
      }
    }
  }
}

static void two_ranges(void **state)
{
  (void)state;
  static Range r[RANGES_MAX];
  int n = all_ranges(r);
  for (int k = 0; k < n; k++) {
    double x[POINTS_MAX], y[POINTS_MAX];
    int nx = points_of(r[k], x);
    for (int l = 0; l < n; l++) {
      Range product = range_times(r[k], r[l]), hull = range_hull(r[k], r[l]), both = range_intersect(r[k], r[l]);
      int ny = points_of(r[l], y);
      for (int i = 0; i < nx; i++) {
        check(hull, x[i], "hull", x[i], 0);
        if (range_contains(r[l], x[i])) check(both, x[i], "both", x[i], 0);
        for (int j = 0; j < ny; j++) check(product, x[i] * y[j], "product", x[i], y[j]);
      }
    }
  }
}

/* the sign of a reciprocal on either side of an end at 0 */
static void reciprocals(void **state)
{
  (void)state;
  Range below = range_power(range_negated(range_between(0, true, INFINITY, true)), -1);
  assert_true(below.lo == -INFINITY && below.hi == 0 && below.hi_open);
  Range above = range_power(range_between(-0.0, true, 2, false), -1);
  assert_true(above.lo == 0.5 && above.hi == INFINITY);
}

/* products of two positive numbers are positive and finite, though they may round to 0 or to infinity */
static void far_ends(void **state)
{
  (void)state;
  static const double small[] = { 1e-200, 3e-160, 0x1p-540, 0x1p-1074 };
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++) {
      Range a = range_closed(small[i], small[i]), b = range_closed(small[j], small[j]), r = range_times(a, b), minus = range_times(range_negated(a), b), wide = range_times(range_closed(-1, 0), r);
      assert_true(r.lo >= 0 && r.hi > small[i] * small[j] && r.hi <= small[i] * small[j] + 0x1p-1074);
      assert_true(minus.hi <= 0 && minus.lo < 0 && minus.lo == -r.hi && minus.hi == -r.lo);
      assert_true(wide.lo < 0 && wide.hi == 0);
    }
  Range huge = range_times(range_closed(1e200, 1e250), range_closed(1e200, 1e300)), below = range_times(range_closed(-1e250, -1e200), range_closed(1e200, 1e300));
  assert_true(isfinite(huge.lo) && huge.lo > 1e308 && huge.hi == INFINITY && huge.hi_open);
  assert_true(isfinite(below.hi) && below.hi < -1e308 && below.lo == -INFINITY && below.lo_open);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(one_range), cmocka_unit_test(two_ranges), cmocka_unit_test(reciprocals), cmocka_unit_test(far_ends) };
  return RUN_TESTS(tests);
}
