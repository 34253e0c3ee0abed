/* test_fit_jumps.c: numbers at which an equation jumps over 0: weighted medians and quantiles are exactly the datum that sorting gives, by whatever
 * way: few numbers or many, ties, outliers, slices by labels, weights of 0; with a quadratic the slope changes its sign there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "majorant.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;
static double uniform(void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (double)(state >> 11) * 0x1p-53;
}

typedef enum { EVEN, TIED, WILD, KINDS } Kind;     /* in general place; few different numbers; of all sizes */

static double draw(Kind kind)
{
  double u = uniform() - 0.5;
  switch (kind) {
  case TIED: return floor(20 * u * u * 4) - 3;
  case WILD: return u < -0.49 ? -1e290 : u > 0.49 ? 1e300 : u * pow(10, 200 * (uniform() - 0.5));
  default: return 3 + u;
  }
}

typedef struct Pair { double x, w; } Pair;
static int by_x(const void *a, const void *b)
{
  const Pair *p = a, *q = b;
  return (p->x > q->x) - (p->x < q->x);
}

/* the least x at which more than `share` of the weight is reached, or the middle to it from where just this share is; 0 without weight */
static double quantile(Pair *p, int64_t n, double share)
{
  double total = 0, sum = 0;
  qsort(p, (size_t)n, sizeof *p, by_x);
  for (int64_t i = 0; i < n; i++) total += p[i].w;
  double lower = NAN;
  for (int64_t i = 0; i < n; i++) {
    if ((sum += p[i].w) > share * total) return isnan(lower) ? p[i].x : lower / 2 + p[i].x / 2;
    if (sum == share * total && sum > 0 && isnan(lower)) lower = p[i].x;
  }
  return 0;
}

static void run(Majorant *m, const char *text)
{
  int status = majorant_run_text(m, "test", text);
  if (status) print_error("%s\n", majorant_messages(m));
  assert_int_equal(status, 0);
}

static double *get(Majorant *m, const char *what, MajorantArray *a)
{
  assert_int_equal(majorant_get(m, what, a), 0);
  return a->data;
}

/* whole weights, so that all sums are exact */
static void test_weighted(void **s)
{
  (void)s;
  for (Kind kind = EVEN; kind < KINDS; kind++)
    for (int64_t n = 1; n < 70000; n = n < 4 ? n + 1 : 9 * n) {
      Pair *p = calloc((size_t)n, sizeof *p);
      double *x = calloc((size_t)n, sizeof *x), *w = calloc((size_t)n, sizeof *w);
      for (int64_t i = 0; i < n; i++) p[i] = (Pair){ x[i] = draw(kind), w[i] = floor(4 * uniform()) };
      Majorant *m = majorant_new();
      MajorantArray b;
      majorant_put(m, "x[N]", 1, &n, x);
      majorant_put(m, "w[N]", 1, &n, w);
      run(m, "param b\nminimize sum{i} w[i] * abs(x[i] - b)\nfit with iters = 2, tol = 0");
      assert_true(get(m, "b", &b)[0] == quantile(p, n, 0.5));
      majorant_array_free(&b);
      majorant_free(m);
      free(p);
      free(x);
      free(w);
    }
}

/* medians of columns by labels that move from step to step: those of the members that the last step had */
static void check_columns(Kind kind, int64_t n, int64_t d, int64_t k)
{
  double *x = calloc((size_t)(n * d), sizeof *x), *c = calloc((size_t)(k * d), sizeof *c);
  Pair *p = calloc((size_t)n, sizeof *p);
  for (int64_t i = 0; i < n * d; i++) x[i] = draw(kind);
  for (int64_t i = 0; i < k * d; i++) c[i] = i < d ? 1e200 : x[i];      /* the first centre is nobody's */
  for (int iters = 1; iters <= 3; iters++) {
    char text[300];
    Majorant *m = majorant_new();
    MajorantArray result;
    majorant_put(m, "x[N, D]", 2, (const int64_t[]){ n, d }, x);
    majorant_put(m, "c0[K, D]", 2, (const int64_t[]){ k, d }, c);
    snprintf(text, sizeof text, "param c[K, D] init c0\nminimize sum{i} min{k} sum{d} abs(x[i, d] - c[k, d])\nfit with iters = %d, tol = 0", iters);
    run(m, text);
    double *by_hand = calloc((size_t)(k * d), sizeof *by_hand);
    memcpy(by_hand, c, (size_t)(k * d) * sizeof *c);
    for (int it = 0; it < iters; it++) {
      int64_t *place = calloc((size_t)n, sizeof *place);
      for (int64_t i = 0; i < n; i++) {
        double least = INFINITY;
        for (int64_t j = 0; j < k; j++) {
          double sum = 0;
          for (int64_t e = 0; e < d; e++) sum += fabs(x[i * d + e] - by_hand[j * d + e]);
          if (sum < least) { least = sum; place[i] = j; }
        }
      }
      for (int64_t j = 0; j < k * d; j++) {
        int64_t members = 0;
        for (int64_t i = 0; i < n; i++) if (place[i] == j / d) p[members++] = (Pair){ x[i * d + j % d], 1 };
        by_hand[j] = quantile(p, members, 0.5);
      }
      free(place);
    }
    get(m, "c", &result);
    for (int64_t j = 0; j < k * d; j++) assert_true(result.data[j] == by_hand[j]);
    majorant_array_free(&result);
    majorant_free(m);
    free(by_hand);
  }
  free(x);
  free(c);
  free(p);
}

static void test_columns(void **s)
{
  (void)s;
  check_columns(EVEN, 50, 3, 4);
  check_columns(TIED, 50, 1, 3);
  check_columns(EVEN, 9000, 9, 5);
  check_columns(TIED, 9000, 2, 3);
}

/* between jumps the equation may rise: the subgradient at the answer holds 0 */
static void test_with_quadratic(void **s)
{
  (void)s;
  for (int64_t n = 3; n < 30000; n *= 9)
    for (int round = 0; round < 3; round++) {
      double a = round * 0.01 * (double)n, *x = calloc((size_t)n, sizeof *x), *y = calloc((size_t)n, sizeof *y);
      char text[300];
      for (int64_t i = 0; i < n; i++) { x[i] = i % 7 ? floor(10 * uniform()) - 5 : 0; y[i] = draw(TIED) + uniform(); }
      Majorant *m = majorant_new();
      MajorantArray b;
      majorant_put(m, "x[N]", 1, &n, x);
      majorant_put(m, "y[N]", 1, &n, y);
      snprintf(text, sizeof text, "param b\nminimize sum{i} abs(y[i] - x[i] * b) + %g / 2 * (b - 1)^2 + 2 * abs(b)\nfit with iters = 2, tol = 0", a);
      run(m, text);
      double t = get(m, "b", &b)[0], lower = a * (t - 1) + (t > 0 ? 2 : -2), upper = a * (t - 1) + (t < 0 ? -2 : 2);
      for (int64_t i = 0; i < n; i++) {
        bool zero = fabs(y[i] - x[i] * t) <= 1e-12 * fabs(y[i]);
        double slope = zero ? fabs(x[i]) : y[i] > x[i] * t ? -x[i] : x[i];
        lower += zero ? -slope : slope;
        upper += slope;
      }
      assert_true(lower <= 1e-9 * (double)n && upper >= -1e-9 * (double)n);
      majorant_array_free(&b);
      majorant_free(m);
      free(x);
      free(y);
    }
}

/* ends of the domain, other slopes, no slope at all on one side */
static void test_ends(void **s)
{
  (void)s;
  static const struct { const char *loss; double least; } one[] = {
    { "param b in [4, 9]\nminimize sum{i} abs(x[i] - b)", 4 },
    { "param b in [0, 1.5]\nminimize sum{i} abs(x[i] - b)", 1.5 },
    { "param b\nminimize sum{i} pinball(x[i] - b, 0.3)", 2 },
    { "param b\nminimize sum{i} pinball(x[i] - b, 0.3) + sum{i} pinball(x[i] - b, 0.9)", 4 },
    { "param b\nminimize sum{i} max(0, b - x[i])", 1 },
    { "param b\nminimize sum{i} max(0, 1 - x[i] * b)", 1 },
  };
  for (size_t k = 0; k < sizeof one / sizeof *one; k++) {
    Majorant *m = majorant_new();
    MajorantArray b;
    majorant_put(m, "x[N]", 1, (const int64_t[]){ 5 }, (const double[]){ 5, 1, 2, 7, 3 });
    run(m, one[k].loss);
    run(m, "fit with iters = 3, tol = 0");
    double t = get(m, "b", &b)[0];
    if (t != one[k].least) print_error("%s: %.17g, not %.17g\n", one[k].loss, t, one[k].least);
    assert_true(t == one[k].least);
    majorant_array_free(&b);
    majorant_free(m);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_weighted), cmocka_unit_test(test_columns), cmocka_unit_test(test_with_quadratic), cmocka_unit_test(test_ends),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
