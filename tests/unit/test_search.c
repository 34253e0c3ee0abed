/* Searches entry by entry: each domain's coordinate, starts near and far, surrogates that never rise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "base/kernels.h"
#include "fit/search.h"

/* runs the one stage that ends in a search, once, from the start; the values are in the parameter's array afterwards */
static double *search_once(Model *m)
{
  assert_int_equal(m->plan->ngroups, 1);
  assert_int_equal(m->plan->group[0].nstages, 1);
  const Stage *stage = &m->plan->group[0].stage[0];
  assert_non_null(stage->search);
  Runner *r = model_runner(m, &stage->list);
  Search *s = search_new(m->pool, stage, m->store, m->crew, m->diags);
  assert_non_null(s);
  assert_true(runner_run(r, NULL));
  assert_true(search_run(s));
  search_free(s);
  runner_free(r);
  return store_array(m->store, stage->search->param)->data;
}

static void close_to(double got, double want, double slack, const char *what)
{
  if (!(fabs(got - want) <= slack * fmax(1, fabs(want)))) fail_msg("%s: %.12g, wanted %.12g", what, got, want);
}

/* digamma(a) + a = s, from starts off by up to 1e3; without the square a row has it in closed form */
static void inverse_digamma(void **state)
{
  (void)state;
  static const double start[] = { 1e-3, 1, 1e3, 50, 0.2 }, want[] = { 2, 0.01, 3.5, 400, 0.2 };
  Arena *arena = arena_new();
  Buf text = { 0 };
  for (int k = 0; k < 5; k++) buf_printf(&text, "%s%.17g", k ? ", " : "", kernel_digamma(want[k]) + want[k]);
  Model m = model_open(arena_printf(arena, "data s[K] = [%s]\nparam a[K] > 0 init [1e-3, 1, 1e3, 50, 0.2]\nminimize sum{k} (lgamma(a[k]) - s[k] * a[k] + 1/2 * a[k]^2)", buf_text(&text)), "auto", 0);
  double *a = search_once(&m);
  for (int k = 0; k < 5; k++) {
    close_to(model_values(&m, "a")[k], start[k], 1e-15, "start");
    close_to(a[k] / want[k], 1, 1e-8, "a");
  }
  model_close(&m);
  buf_free(&text);
  arena_free(arena);
}

/* the statistics are sums over data, and the search reads them as numbers */
static void gamma_shape(void **state)
{
  (void)state;
  Model m = model_open("data x[N] = [0.5, 1.5, 2.5, 4, 6.5, 0.9]\nparam a > 0 init 1\nminimize 1/2 * a^2 - sum{i} log(gamma(x[i] | a, 0.7))", "auto", 0);
  double *a = search_once(&m), mean = log(0.5 * 1.5 * 2.5 * 4 * 6.5 * 0.9) / 6;
  close_to(kernel_digamma(a[0]) + a[0] / 6, mean + log(0.7), 1e-12, "gamma");
  model_close(&m);
}

static void intervals(void **state)
{
  (void)state;
  Model m = model_open("data c[K] = [-3, 0, 2, 40]\nparam x[K] in (-1, 3) init 0.5\nminimize sum{k} (c[k] * x[k] + exp(x[k]) - log(x[k] + 1) - 2 * log(3 - x[k]))", "auto", 0);
  static const double c[] = { -3, 0, 2, 40 };
  double *x = search_once(&m);
  for (int k = 0; k < 4; k++) close_to(c[k] + exp(x[k]) - 1 / (x[k] + 1) + 2 / (3 - x[k]), 0, 1e-6 * (1 + fabs(c[k])), "interval");
  model_close(&m);
  m = model_open("param x < 2 init 1.9\nminimize exp(-x) - log(2 - x) + x", "auto", 0);
  x = search_once(&m);
  close_to(-exp(-x[0]) + 1 / (2 - x[0]) + 1, 0, 1e-7, "below");
  model_close(&m);
}

/* the surrogate is 1e20 times as large as what moves in it: its slope alone finds the least point */
static void only_the_slope_tells(void **state)
{
  (void)state;
  Model m = model_open("data y[K] = [0.3, 1.7, -2.5]\nparam x[K] init 1\nminimize sum{k} (1e20 + exp((x[k] - y[k])^2) + (x[k] - y[k])^4)^0.9", "auto", 0);
  static const double y[] = { 0.3, 1.7, -2.5 };
  double *x = search_once(&m);
  for (int k = 0; k < 3; k++) close_to(x[k], y[k], 1e-10, "slope");
  model_close(&m);
}

static void real_numbers(void **state)
{
  (void)state;
  Model m = model_open("data b[K] = [0.1, 3, 1e4]\nparam x[K] init [30, 0, -5]\nminimize sum{k} (exp(x[k]) - b[k] * x[k] + x[k]^2 / 2)", "auto", 0);
  static const double b[] = { 0.1, 3, 1e4 };
  double *x = search_once(&m);
  for (int k = 0; k < 3; k++) close_to((exp(x[k]) + x[k]) / b[k], 1, 1e-7, "real");
  model_close(&m);
}

/* two minima and a start on the hump between them: down to one of them */
static void humps(void **state)
{
  (void)state;
  Model m = model_open("let K = 4\nparam x[K] init [0.15, 0.2, 1.7, -9]\nminimize sum{k} (x[k]^4 - 3 * x[k]^2 + x[k] + exp(x[k] / 100))", "auto", 0);
  double *x = search_once(&m);
  for (int k = 0; k < 4; k++) {
    double before = model_values(&m, "x")[k];
    double f0 = pow(before, 4) - 3 * before * before + before + exp(before / 100), f1 = pow(x[k], 4) - 3 * x[k] * x[k] + x[k] + exp(x[k] / 100);
    assert_true(f1 < f0);
    close_to(4 * pow(x[k], 3) - 6 * x[k] + 1 + exp(x[k] / 100) / 100, 0, 1e-6, "hump");
  }
  model_close(&m);
}

/* at the optimum already: the old value stays to the last bit */
static void stays(void **state)
{
  (void)state;
  Model m = model_open("param x init 0\nminimize exp(x) - x + x^2", "auto", 0);
  assert_true(search_once(&m)[0] == 0);
  model_close(&m);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(inverse_digamma), cmocka_unit_test(gamma_shape), cmocka_unit_test(intervals), cmocka_unit_test(only_the_slope_tells), cmocka_unit_test(real_numbers),
    cmocka_unit_test(humps), cmocka_unit_test(stays),
  };
  return RUN_TESTS(tests);
}
