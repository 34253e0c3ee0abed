/* How far rounding moves the loss: little where nothing cancels, as much as is lost where data lie far from 0, and never what a
 * wrong bound does.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "fit/noise.h"

/* the noise at the start, and the loss there */
static double noise_of(const char *text, double *loss)
{
  Model m = model_open(text, "auto", 0);
  FitOptions o;
  Engine e;
  fit_options_default(&o);
  o.threads = 1;
  assert_true(engine_new(&e, m.pool, m.loss, m.plan, &o, NULL, m.diags));
  for (int i = 0; i < m.loss->nparams; i++) start_values(m.pool, &m.loss->param[i], 1, 0, engine_touch(&e, m.loss->param[i].sym), m.diags);
  size_t n = (size_t)engine_numbers(&e);
  double before[8], after[8];
  assert_true(n <= 8);
  engine_get_point(&e, before);
  double noise = noise_measure(&e);
  engine_get_point(&e, after);
  assert_memory_equal(before, after, n * sizeof *before);  /* the point is kept */
  assert_true(engine_loss(&e, loss));
  engine_free(&e);
  model_close(&m);
  return noise;
}

#define NORMALS(from) "data x[N] = [" from "0.31, " from "0.12, " from "0.7, " from "0.15, " from "0.9]\n" \
  "param mu[2] init [" from "0.3, " from "0.6]\nparam v[2] > 0 init 1\nminimize -sum{i} log sum{k} normal(x[i] | mu[k], v[k])"

static void little_where_nothing_cancels(void **state)
{
  (void)state;
  double loss, noise = noise_of(NORMALS("0"), &loss);
  assert_true(noise > 0 && noise < 1e-13 * fabs(loss));
}

/* 1e9 from 0 a datum is known to 1e-7, and a residual of about 0.3 moves half its square by 3e-8 */
static void what_is_lost_far_from_0(void **state)
{
  (void)state;
  double loss, noise = noise_of(NORMALS("100000000"), &loss);
  assert_true(noise > 1e-10 && noise < 1e-6);
}

/* a loss that is steep has no noise for that */
static void a_slope_is_no_noise(void **state)
{
  (void)state;
  double loss, noise = noise_of("param a > 0 init 3\nparam b > 0 init 2\nminimize exp(a^2) + 1e6 / a + (a - b)^2", &loss);
  assert_true(noise < 1e-12 * loss);
}

/* numbers that are held, and labels, stay */
static void labels_and_fixed_numbers_stay(void **state)
{
  (void)state;
  double loss, noise = noise_of("data x[N] = [1, 2, 8, 9]\nparam z[N] in 1..2 init [1, 2, 2, 2]\nparam c[2] init [1, 7]\nfix c[1] = 1\nminimize sum{i} (x[i] - c[z[i]])^2", &loss);
  assert_true(noise < 1e-12 * loss);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(little_where_nothing_cancels), cmocka_unit_test(what_is_lost_far_from_0), cmocka_unit_test(a_slope_is_no_noise),
    cmocka_unit_test(labels_and_fixed_numbers_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
