/* Collapsed spreads: told where the loss falls for ever, not where it has a limit or a minimum further on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "fit/collapse.h"
#include <stdlib.h>

enum { MOST = 32 };

/* what collapsed at `last` for a run from the start; NULL: nothing */
static char *collapsed(const char *text, int n, const double *last)
{
  Model m = model_open(text, "auto", 0);
  FitOptions o;
  Engine e;
  double start[MOST];
  const char *mend = NULL, *found;
  fit_options_default(&o);
  o.threads = 1;
  assert_true(engine_new(&e, m.pool, m.loss, m.plan, &o, NULL, m.diags));
  for (int i = 0; i < m.loss->nparams; i++) start_values(m.pool, &m.loss->param[i], 1, 0, engine_touch(&e, m.loss->param[i].sym), m.diags);
  assert_int_equal(engine_numbers(&e), n);
  engine_get_point(&e, start);
  found = collapse_test(&e, start, last, &mend);
  char *copy = found ? strdup(found) : NULL;
  assert_true(!found || mend);
  engine_free(&e);
  model_close(&m);
  return copy;
}

static void told(const char *text, int n, const double *last, const char *what)
{
  char *found = collapsed(text, n, last);
  if (!found) fail_msg("nothing collapsed: %s", text);
  if (!strstr(found, what)) fail_msg("%s, wanted %s", found, what);
  free(found);
}

static void not_told(const char *text, int n, const double *last)
{
  char *found = collapsed(text, n, last);
  if (found) fail_msg("%s: %s", found, text);
}

#define PLANE "data x[N, D] = [[1, 2], [1, 2], [1, 2], [5, 6], [5.5, 6.1], [4.8, 5.7], [5.1, 6.6]]\nparam w[2] in simplex\nparam mu[2, D] init [[1, 2], [5.1, 6.1]]\n" \
  "param S[2, D, D] in spd init eye(D)\nminimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])"

/* the second component is what it should be, the first sits on three equal points */
static void equal_points(void **state)
{
  (void)state;
  const double all[] = { 0.43, 0.57, 1, 2, 5.1, 6.1, 1e-31, 0, 0, 1e-31, 0.07, 0.03, 0.03, 0.11 }, well[] = { 0.43, 0.57, 1, 2, 5.1, 6.1, 0.5, 0, 0, 0.5, 0.07, 0.03, 0.03, 0.11 };
  told(PLANE, 14, all, "S (slice 1)");
  not_told(PLANE, 14, well);
}

/* on a line that is no axis: one direction of two, as small as the entries' rounding */
static void points_on_a_line(void **state)
{
  (void)state;
  const double last[] = { 2.5, 5, 1.25, 2.5, 2.5, 5 + 1e-15 };
  told("data x[N, D] = [[1, 2], [2, 4], [3, 6], [4, 8]]\nparam mu[D]\nparam S[D, D] in spd init eye(D)\nminimize -sum{i} log normal(x[i] | mu, S)", 6, last, "S shrinks to a singular matrix");
}

/* beside the line by 1e-5 of the size of the start: a minimum, if a narrow one */
static void nearly_on_a_line(void **state)
{
  (void)state;
  const double last[] = { 0, 0, 1.25, 0, 0, 1e-12 };
  not_told("data x[N, D] = [[-1.5, 1e-6], [-0.5, -1e-6], [0.5, -1e-6], [1.5, 1e-6]]\nparam mu[D]\nparam S[D, D] in spd init eye(D)\nminimize -sum{i} log normal(x[i] | mu, S)", 6, last);
}

static void numbers(void **state)
{
  (void)state;
  const double narrow[] = { 1.1, 4.8, 1e-31, 4 }, wide[] = { 3, 5 };
  told("data x[N] = [1.1, 1.1, 1.1, 1.1, 3.2, 4.5, 5.1, 6.6, 7.1]\nparam mu[2] init [1.1, 4]\nparam v[2] > 0 init [0.5, 4]\nminimize -sum{i} log sum{k} normal(x[i] | mu[k], v[k])", 4, narrow, "v (slice 1)");
  /* the start was 1e14 times too wide */
  not_told("data x[N] = [1.1, 1.4, 1.2, 3.2, 4.5, 5.1, 2.2, 0.4, 6.6, 7.1, 1.1]\nparam m init 0\nparam v > 0 init 1e14\nminimize -sum{i} log normal(x[i] | m, v)", 2, wide);
}

/* a variance that is best at 0, where the loss is finite */
static void finite_limit(void **state)
{
  (void)state;
  const double last[] = { 0.8, 1e-30 };
  not_told("data y[N] = [1, 2, -1, -2, 0.5, -0.5]\nparam s > 0 init 1\nparam t > 0 init 1\nminimize sum{i} (log(s + t) + y[i]^2 / (s + t)) / 2 + t", 2, last);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(equal_points), cmocka_unit_test(points_on_a_line), cmocka_unit_test(nearly_on_a_line), cmocka_unit_test(numbers),
    cmocka_unit_test(finite_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
