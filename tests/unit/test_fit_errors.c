/* Standard errors against known formulas, and the reasons for which there are none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "fit/errors.h"
#include "fit/fit.h"
#include <stdlib.h>

typedef struct Asked { Model m; FitResult *result; Array *errors[8]; bool ok; } Asked;

static Asked ask(const char *text, double tol, int iters)
{
  Asked a = { .m = model_open(text, "auto", 0) };
  FitOptions o;
  fit_options_default(&o);
  o.tol = tol;
  o.iters = iters;
  o.threads = 1;
  a.result = fit_run(a.m.pool, a.m.rules, a.m.loss, &o, a.m.diags, NULL);
  if (!a.result || a.m.diags->errors) complain_and_fail(&a.m, text);
  a.ok = fit_standard_errors(a.m.pool, a.m.rules, a.m.loss, a.result, 1, (Span){ 0 }, a.errors, a.m.diags);
  return a;
}

static void done(Asked *a)
{
  for (int i = 0; a->ok && i < a->result->nparams; i++) array_unref(a->errors[i]);
  fit_result_release(a->result);
  model_close(&a->m);
}

static int position(const Asked *a, const char *name)
{
  for (int i = 0; i < a->result->nparams; i++)
    if (!strcmp(a->result->param[i]->name->text, name)) return i;
  fail_msg("no parameter %s", name);
  return 0;
}

static const double *errors_of(const Asked *a, const char *name) { return a->errors[position(a, name)]->data; }
static const double *values_of(const Asked *a, const char *name) { return a->result->value[position(a, name)]->data; }

static Asked answer(const char *text)
{
  Asked a = ask(text, 1e-14, 20000);
  if (!a.ok) complain_and_fail(&a.m, text);
  return a;
}

static void is_near(double got, double want, const char *what)
{
  if (!(fabs(got - want) <= 1e-5 * fabs(want) + 1e-12)) fail_msg("%s: %.10g, wanted %.10g", what, got, want);
}

/* ---- formulas ------------------------------------------------------------------------------------------------------------------------- */

#define NUMBERS "data x[N] = [1, 2.5, 3, 4.2, 5.1, 0.3, 2.2, 7.1]\n"

static void normal_mean_and_variance(void **state)
{
  (void)state;
  Asked a = answer(NUMBERS "param mu\nparam v > 0\nminimize -sum{n} log normal(x[n] | mu, v)");
  double v = values_of(&a, "v")[0];
  is_near(errors_of(&a, "mu")[0], sqrt(v / 8), "mu");
  is_near(errors_of(&a, "v")[0], v * sqrt(2.0 / 8), "v");
  done(&a);
  a = answer(NUMBERS "param mu\nparam v > 0\nmaximize sum{n} log normal(x[n] | mu, v)");
  is_near(errors_of(&a, "mu")[0], sqrt(v / 8), "mu of a maximum");
  done(&a);
}

static void rates_and_shares(void **state)
{
  (void)state;
  Asked a = answer("data k[N] = [1, 0, 3, 2, 5, 1, 2]\nparam l > 0\nminimize -sum{n} log poisson(k[n] | l)");
  is_near(errors_of(&a, "l")[0], sqrt(2.0 / 7), "poisson");
  done(&a);
  a = answer("data k[N] = [1, 0, 1, 1, 0, 1, 1, 1]\nparam q in (0, 1)\nminimize -sum{n} (k[n] * log(q) + (1 - k[n]) * log(1 - q))");
  is_near(errors_of(&a, "q")[0], sqrt(0.75 * 0.25 / 8), "bernoulli");
  done(&a);
  a = answer("data c[K] = [10, 20, 30, 40]\nparam p[K] in simplex\nminimize -sum{k} c[k] * log(p[k])");
  for (int k = 0; k < 4; k++) is_near(errors_of(&a, "p")[k], sqrt(0.1 * (k + 1) * (1 - 0.1 * (k + 1)) / 100), "multinomial");
  done(&a);
  a = answer("data c[K, L] = [[10, 30], [20, 30], [30, 30]]\nparam p[K | L]\nminimize -sum{k, l} c[k, l] * log(p[k, l])");
  is_near(errors_of(&a, "p")[0], sqrt((1.0 / 6) * (5.0 / 6) / 60), "first multinomial");
  is_near(errors_of(&a, "p")[1], sqrt((1.0 / 3) * (2.0 / 3) / 90), "second multinomial");
  done(&a);
}

/* the inverse of X'WX, 2 x 2 */
static void inverse(const double *t, const double *w, int n, double *out)
{
  double s = 0, st = 0, stt = 0;
  for (int i = 0; i < n; i++) { s += w[i]; st += w[i] * t[i]; stt += w[i] * t[i] * t[i]; }
  double det = s * stt - st * st;
  out[0] = stt / det;
  out[1] = s / det;
}

static void regressions(void **state)
{
  (void)state;
  static const double t[] = { 0, 1, 2, 3, 4, 5, 6, 8 };
  double w[8], v[2];
  Asked a = answer("data t[N] = [0, 1, 2, 3, 4, 5, 6, 8]\n" NUMBERS "param a\nparam b\nminimize -sum{n} log normal(x[n] | a + b * t[n], 2)");
  for (int i = 0; i < 8; i++) w[i] = 0.5;
  inverse(t, w, 8, v);
  is_near(errors_of(&a, "a")[0], sqrt(v[0]), "linear: a");
  is_near(errors_of(&a, "b")[0], sqrt(v[1]), "linear: b");
  done(&a);
  a = answer("data t[N] = [0, 1, 2, 3, 4, 5, 6, 8]\ndata y[N] = [0, 0, 1, 0, 1, 0, 1, 1]\nlet D = 2\nparam b[D] init [0, 0]\ndata X[N, D] = [[1, 0], [1, 1], [1, 2], [1, 3], [1, 4], [1, 5], [1, 6], [1, 8]]\n"
             "minimize sum{n} (log(1 + exp(sum{d} X[n, d] * b[d])) - y[n] * sum{d} X[n, d] * b[d])");
  const double *b = values_of(&a, "b");
  for (int i = 0; i < 8; i++) {
    double p = 1 / (1 + exp(-b[0] - b[1] * t[i]));
    w[i] = p * (1 - p);
  }
  inverse(t, w, 8, v);
  is_near(errors_of(&a, "b")[0], sqrt(v[0]), "logistic: intercept");
  is_near(errors_of(&a, "b")[1], sqrt(v[1]), "logistic: slope");
  done(&a);
}

/* var(m) = S / n, var(S[i, j]) = (S[i, i] S[j, j] + S[i, j]^2) / n */
static void normal_matrix(void **state)
{
  (void)state;
  Asked a = answer("data x[N, D] = [[1, 2], [2, 1], [3, 5], [0, 1], [4, 3], [2, 2], [6, 4], [1, 0], [5, 5]]\nparam m[D]\nparam S[D, D] in spd init eye(D)\n"
                   "minimize -sum{n} log normal(x[n] | m, S)");
  const double *s = values_of(&a, "S");
  for (int i = 0; i < 2; i++) {
    is_near(errors_of(&a, "m")[i], sqrt(s[3 * i] / 9), "mean");
    for (int j = 0; j < 2; j++) is_near(errors_of(&a, "S")[2 * i + j], sqrt((s[3 * i] * s[3 * j] + s[2 * i + j] * s[2 * i + j]) / 9), "covariance");
  }
  done(&a);
}

/* fixed entries have no error and do not add to that of others; a direction on the circle: 1 / sqrt(n r kappa) along the tangent */
static void fixed_and_directions(void **state)
{
  (void)state;
  Asked a = answer(NUMBERS "let K = 2\nparam p[K] in (-10, 10)\nfix p[2] = 1\nminimize sum{n, k} (x[n] - p[k])^2 / 2");
  is_near(errors_of(&a, "p")[0], sqrt(1.0 / 8), "free entry");
  assert_true(errors_of(&a, "p")[1] == 0);
  done(&a);
  a = answer("let D = 2\ndata s[D] = [3, 4]\nparam c[D] in sphere\nminimize -sum{d} s[d] * c[d]");
  is_near(errors_of(&a, "c")[0], sqrt(0.2) * 0.8, "direction");
  is_near(errors_of(&a, "c")[1], sqrt(0.2) * 0.6, "direction");
  done(&a);
}

/* against the Hessian of the observed likelihood by differences, in the means alone */
static void mixture(void **state)
{
  (void)state;
  static const double x[] = { -2, -1.5, -0.7, 0.1, -1.1, 3, 3.5, 4.2, 2.6, 0.9, 3.3 };
  Asked a = answer("data x[N] = [-2, -1.5, -0.7, 0.1, -1.1, 3, 3.5, 4.2, 2.6, 0.9, 3.3]\nlet K = 2\nparam m[K] init [-1, 3]\nminimize -sum{n} log sum{k} 0.5 * normal(x[n] | m[k], 1)");
  const double *m = values_of(&a, "m");
  double h[2][2] = { { 0 } };
  for (int n = 0; n < 11; n++) {
    double p0 = exp(-(x[n] - m[0]) * (x[n] - m[0]) / 2), p1 = exp(-(x[n] - m[1]) * (x[n] - m[1]) / 2), r = p0 / (p0 + p1);
    double d0 = x[n] - m[0], d1 = x[n] - m[1];
    h[0][0] += r - r * (1 - r) * d0 * d0;
    h[1][1] += (1 - r) - r * (1 - r) * d1 * d1;
    h[0][1] += r * (1 - r) * d0 * d1;
  }
  double det = h[0][0] * h[1][1] - h[0][1] * h[0][1];
  is_near(errors_of(&a, "m")[0], sqrt(h[1][1] / det), "first mean");
  is_near(errors_of(&a, "m")[1], sqrt(h[0][0] / det), "second mean");
  done(&a);
}

/* ---- refusals ----------------------------------------------------------------------------------------------------------------------------- */

static const struct { const char *text; double tol; int iters; const char *why; } refusals[] = {
  { NUMBERS "param a\nparam b\nminimize sum{n} (x[n] - a - b)^2 / 2", 1e-9, 100, "flat" },
  { NUMBERS "param q\nparam a\nparam b\nminimize sum{n} (x[n] - a - b)^2 / 2 + (q - 1)^2", 1e-9, 100, "along 'a'|along 'b'" },
  { NUMBERS "let K = 2\nparam c[K] init [1, 5]\nminimize sum{n} min{k} (x[n] - c[k])^2", 1e-9, 100, "assigns" },
  { "data c[K] = [4, 3, 0.5]\nparam p >= 0\nparam m[K]\nminimize sum{k} (c[k] - m[k])^2 + p + p^2", 1e-9, 100, "edge" },
  { NUMBERS "param b init 5\nminimize sum{n} log(1 + (x[n] - b)^2)", 1e-9, 1, "converged" },
};
enum { REFUSALS = sizeof refusals / sizeof *refusals };

static void reasons(void **state)
{
  (void)state;
  for (int i = 0; i < REFUSALS; i++) {
    Asked a = ask(refusals[i].text, refusals[i].tol, refusals[i].iters);
    const char *said = a.m.diags->last ? a.m.diags->last->text : "", *other = strchr(refusals[i].why, '|');
    char first[32];
    snprintf(first, sizeof first, "%.*s", other ? (int)(other - refusals[i].why) : 31, refusals[i].why);
    if (a.ok || !(strstr(said, first) || (other && strstr(said, other + 1)))) fail_msg("%s: %s", refusals[i].text, a.ok ? "not refused" : said);
    done(&a);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(normal_mean_and_variance),
    cmocka_unit_test(rates_and_shares),
    cmocka_unit_test(regressions),
    cmocka_unit_test(normal_matrix),
    cmocka_unit_test(fixed_and_directions),
    cmocka_unit_test(mixture),
    cmocka_unit_test(reasons),
  };
  return RUN_TESTS(tests);
}
