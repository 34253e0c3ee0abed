/* The public interface: a session from C.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "majorant.h"
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void runs_and_reads_back(void **state)
{
  (void)state;
  Majorant *m = majorant_new();
  assert_non_null(m);
  const double x[] = { 0, 0, 1, 0, 10, 10, 11, 10 };
  assert_int_equal(majorant_put(m, "x[N, D]", 2, (const int64_t[]){ 4, 2 }, x), 0);
  assert_int_equal(majorant_run_text(m, "kmeans", "let K = 2\nparam c[K, D] init [[0, 0], [10, 10]]\n"
                                                  "minimize sum{i} min{k} |x[i] - c[k]|^2\nfit\nprint c[1, 1]"), 0);
  assert_string_equal(majorant_messages(m), "");
  assert_string_equal(majorant_output(m), "c[1, 1] = 0.5\n");
  MajorantArray c;
  assert_int_equal(majorant_get(m, "c", &c), 0);
  assert_int_equal(c.naxes, 2);
  assert_true(c.size[0] == 2 && c.size[1] == 2);
  const double want[] = { 0.5, 0, 10.5, 10 };
  for (int i = 0; i < 4; i++) assert_true(fabs(c.data[i] - want[i]) < 1e-12);
  majorant_array_free(&c);
  assert_int_equal(majorant_get(m, "sum(c) + 1", &c), 0);
  assert_int_equal(c.naxes, 0);
  assert_true(fabs(c.data[0] - 22) < 1e-12);
  majorant_array_free(&c);
  majorant_free(m);
}

static void errors_leave_it_alive(void **state)
{
  (void)state;
  Majorant *m = majorant_new();
  MajorantArray a;
  assert_int_equal(majorant_run_text(m, "text", "let a = 3\nlet b = aa + 1"), 1);
  assert_non_null(strstr(majorant_messages(m), "text:2:9: error: unknown name 'aa'"));
  assert_int_equal(majorant_run_text(m, "text", "let = "), 1);
  assert_int_equal(majorant_run_file(m, "no-such-file.em"), 1);
  assert_int_equal(majorant_put(m, "y[", 1, (const int64_t[]){ 1 }, (const double[]){ 1 }), 1);
  assert_int_equal(majorant_get(m, "b", &a), 1);
  assert_null(a.data);
  assert_int_equal(majorant_get(m, "let c = 1", &a), 1);
  assert_non_null(strstr(majorant_messages(m), "an expression is wanted"));
  assert_int_equal(majorant_get(m, "a\na", &a), 1);
  assert_non_null(strstr(majorant_messages(m), "an expression is wanted"));
  assert_int_equal(majorant_put(m, "y[N]", 9, (const int64_t[]){ 1, 1, 1, 1, 1, 1, 1, 1, 1 }, (const double[]){ 1 }), 1);
  assert_non_null(strstr(majorant_messages(m), "0 to 8 axes"));
  assert_int_equal(majorant_get(m, "a", &a), 0);
  assert_true(a.data[0] == 3);
  majorant_array_free(&a);
  assert_int_equal(majorant_run_text(m, "text", "param p init 1\nminimize (p - 2)^4\nfit with iters = 1, tol = 0, require = converged"), 3);
  majorant_free(m);
}

static void wrong_calls_say_why(void **state)
{
  (void)state;
  Majorant *m = majorant_new();
  MajorantArray a;
  const double two[] = { 1, NAN };
  const int64_t none = 0, size = 2;
  const struct { const char *declaration; int naxes; const int64_t *size; const double *numbers; const char *says; } puts[] = {
    { "y[N]", 9, &size, two, "0 to 8 axes" }, { "y[N]", -1, &size, two, "0 to 8 axes" }, { "y[N]", 1, NULL, two, "sizes" },
    { "y[N]", 1, &none, two, "the least is 1" }, { "y[N]", 1, &size, NULL, "numbers are missing" }, { "y[N]", 1, &size, two, "number 2 of 2" },
    { "y[N] = 1; let z", 1, &size, two, "majorant_put: a declaration" }, { "y[N", 1, &size, two, "majorant.h:1" } };
  for (size_t i = 0; i < sizeof puts / sizeof *puts; i++) {
    assert_int_equal(majorant_put(m, puts[i].declaration, puts[i].naxes, puts[i].size, puts[i].numbers), 1);
    assert_non_null(strstr(majorant_messages(m), puts[i].says));
  }
  assert_int_equal(majorant_get(m, "let c = 1", &a), 1);
  assert_non_null(strstr(majorant_messages(m), "majorant_get: an expression"));
  majorant_free(m);
}

static void sessions_are_independent(void **state)
{
  (void)state;
  Majorant *a = majorant_new(), *b = majorant_new();
  MajorantArray x;
  assert_int_equal(majorant_run_text(a, "a", "let v = 1"), 0);
  assert_int_equal(majorant_run_text(b, "b", "let v = 2"), 0);
  assert_int_equal(majorant_get(a, "v", &x), 0);
  assert_true(x.data[0] == 1);
  majorant_array_free(&x);
  majorant_free(a);
  assert_int_equal(majorant_get(b, "v", &x), 0);
  assert_true(x.data[0] == 2);
  majorant_array_free(&x);
  majorant_free(b);
}

static void says_why_there_is_no_session(void **state)
{
  (void)state;
  char *why = NULL;
  setenv("MAJORANT_STDLIB", "/nowhere", 1);
  Majorant *m = majorant_open(&why);
  unsetenv("MAJORANT_STDLIB");
  assert_null(m);
  assert_non_null(why);
  assert_non_null(strstr(why, "MAJORANT_STDLIB"));
  free(why);
  m = majorant_open(&why);
  assert_non_null(m);
  assert_null(why);
  majorant_free(m);
}

/* a host that writes 0,5: texts have points all the same, and the host's locale is as it was after each call */
static void has_a_decimal_point(void **state)
{
  (void)state;
  static const char *const with_comma[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "pt_BR.UTF-8", "de_DE", "da_DK.UTF-8" };
  char half[8];
  bool comma = false;
  for (size_t i = 0; i < sizeof with_comma / sizeof *with_comma && !comma; i++) comma = setlocale(LC_ALL, with_comma[i]) != NULL;
  if (!comma) print_message("# no locale with a decimal comma is installed: tried with the usual one\n");
  Majorant *m = majorant_new();
  assert_non_null(m);
  assert_int_equal(majorant_run_text(m, "text", "param p init 1\nminimize (p - 0.25)^2\nfit\nprint p, p + 0.5\nderive"), 0);
  assert_non_null(strstr(majorant_output(m), "p = 0.25\np + 0.5 = 0.75\n"));
  assert_null(strstr(majorant_output(m), "0,25"));
  snprintf(half, sizeof half, "%.1f", 0.5);
  assert_string_equal(half, comma ? "0,5" : "0.5");
  majorant_free(m);
  setlocale(LC_ALL, "C");
}

static volatile sig_atomic_t leave;
static void own_handler(int sig) { (void)sig; }

/* false: somebody took the host's signal */
static void *watch(void *kept)
{
  struct sigaction now;
  while (!leave) {
    sigaction(SIGINT, NULL, &now);
    if (now.sa_handler != own_handler) *(bool *)kept = false;
  }
  return NULL;
}

static void leaves_signals_to_the_host(void **state)
{
  (void)state;
  bool kept = true;
  struct sigaction own = { .sa_handler = own_handler }, before;
  pthread_t watcher;
  sigaction(SIGINT, &own, &before);
  assert_int_equal(pthread_create(&watcher, NULL, watch, &kept), 0);
  Majorant *m = majorant_new();
  assert_int_equal(majorant_run_text(m, "text", "data x[N] = array{i in 1..300} sin(7 * i)\nlet K = 2\nparam w[K] in simplex\nparam mu[K] init [-0.5, 0.5]\nparam v[K] > 0 init 1\n"
                                                "minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], v[k])\nfit with iters = 500, tol = 0"), 0);
  majorant_free(m);
  leave = 1;
  pthread_join(watcher, NULL);
  sigaction(SIGINT, &before, NULL);
  assert_true(kept);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(runs_and_reads_back), cmocka_unit_test(says_why_there_is_no_session), cmocka_unit_test(errors_leave_it_alive),
                                      cmocka_unit_test(wrong_calls_say_why), cmocka_unit_test(sessions_are_independent), cmocka_unit_test(has_a_decimal_point),
                                      cmocka_unit_test(leaves_signals_to_the_host) };
  return RUN_TESTS(tests);
}
