/* stdlib/densities.em: values against GSL and known formulas, overloads against each other, logs without exps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr_tools.h"
#include "library.h"
#include "syntax/parse.h"
#include <gsl/gsl_randist.h>

static Library library;

static int open_library(void **state) { (void)state; return library_open(&library) ? 0 : 1; }
static int close_library(void **state) { (void)state; library_close(&library); return 0; }

static Value read(const char *text)
{
  Source *source = source_from_text(library.arena, "test", ".", text, strlen(text));
  Node *file = parse_source(library.arena, source, &library.diags);
  Value v = value_bad((Span){ 0 });
  if (file && file->nkids == 1 && file->kid[0]->kind == NODE_EXPR) v = sema_value(library.sema, file->kid[0]->kid[0]);
  if (library.diags.errors) { diag_print(&library.diags, stderr, false); fail_msg("%s", text); }
  return v;
}

static double evaluated(const char *text)
{
  Value v = read(text);
  Array *a = sema_evaluate(library.sema, &v);
  if (!a) { diag_print(&library.diags, stderr, false); fail_msg("%s", text); }
  assert_int_equal(a->naxes, 0);
  double x = a->data[0];
  array_unref(a);
  return x;
}

static void same(const char *text, double want)
{
  double got = evaluated(text);
  if (!(fabs(got - want) <= 1e-11 * fabs(want))) fail_msg("%s is %.15g, wanted %.15g", text, got, want);
}

static void numbers(void **state)
{
  (void)state;
  same("bernoulli(1 | 0.3)", 0.3);
  same("bernoulli(0 | 0.3)", 0.7);
  same("bernoulli(0 | 0)", 1);
  same("binomial(3 | 7, 0.3)", gsl_ran_binomial_pdf(3, 0.3, 7));
  same("binomial(0 | 7, 0)", 1);
  same("categorical(2 | [0.2, 0.5, 0.3])", 0.5);
  same("multinomial([2, 0, 3] | [0.2, 0.5, 0.3])", gsl_ran_multinomial_pdf(3, (double[]){ .2, .5, .3 }, (unsigned[]){ 2, 0, 3 }));
  same("poisson(4 | 2.5)", gsl_ran_poisson_pdf(4, 2.5));
  same("geometric(4 | 0.2)", gsl_ran_geometric_pdf(5, 0.2));
  same("negbinomial(4 | 2.5, 1.7)", gsl_ran_negative_binomial_pdf(4, 1.7 / (1.7 + 2.5), 1.7));
  same("exponential(1.2 | 0.7)", gsl_ran_exponential_pdf(1.2, 1 / 0.7));
  same("gamma(1.2 | 2.5, 0.7)", gsl_ran_gamma_pdf(1.2, 2.5, 1 / 0.7));
  same("lognormal(1.2 | 0.4, 0.7)", gsl_ran_lognormal_pdf(1.2, 0.4, sqrt(0.7)));
  same("weibull(1.2 | 2.5, 0.7)", gsl_ran_weibull_pdf(1.2, 0.7, 2.5));
  same("beta(0.3 | 2.5, 0.7)", gsl_ran_beta_pdf(0.3, 2.5, 0.7));
  same("dirichlet([0.2, 0.5, 0.3] | [1.5, 2, 0.7])", gsl_ran_dirichlet_pdf(3, (double[]){ 1.5, 2, .7 }, (double[]){ .2, .5, .3 }));
  same("normal(1.2 | 0.4, 0.7)", gsl_ran_gaussian_pdf(0.8, sqrt(0.7)));
  same("student(1.2 | 3.5, 0.4, 0.49)", gsl_ran_tdist_pdf(0.8 / 0.7, 3.5) / 0.7);
  same("laplace(1.2 | 0.4, 0.7)", gsl_ran_laplace_pdf(0.8, 0.7));
  same("cauchy(1.2 | 0.4, 0.7)", gsl_ran_cauchy_pdf(0.8, 0.7));
  same("lchoose(7, 3)", log(35));
  same("lbeta(2, 3)", -log(12));
}

static void vectors(void **state)
{
  (void)state;
  double a = gsl_ran_gaussian_pdf(0.8, sqrt(0.7)), b = gsl_ran_gaussian_pdf(-1.5, sqrt(0.7)), c = gsl_ran_gaussian_pdf(-1.5, sqrt(2));
  same("normal([1.2, -1] | [0.4, 0.5], 0.7)", a * b);
  same("normal([1.2, -1] | [0.4, 0.5], [0.7, 2])", a * c);
  same("normal([1.2, -1] | [0.4, 0.5], [[0.7, 0], [0, 2]])", a * c);
  same("normal([1.2, -1] | [0.4, 0.5], [[2, 0.5], [0.5, 1]])",
       exp(-0.5 * (0.64 * 1 + 2 * 0.8 * 1.5 * 0.5 + 2.25 * 2) / 1.75) / (2 * M_PI * sqrt(1.75)));
  double q = 0.64 / 0.7 + 2.25 / 2, t = tgamma(2.75) / tgamma(1.75) / (M_PI * 3.5 * sqrt(1.4)) * pow(1 + q / 3.5, -2.75);
  same("student([1.2, -1] | 3.5, [0.4, 0.5], [0.7, 2])", t);
  same("student([1.2, -1] | 3.5, [0.4, 0.5], [[0.7, 0], [0, 2]])", t);
  same("student([1.2, -1] | 3.5, [0.4, 0.5], 0.7) / student([1.2, -1] | 3.5, [0.4, 0.5], [0.7, 0.7])", 1);
}

static void losses(void **state)
{
  (void)state;
  same("huber(0.5; 1.5)", 0.125);
  same("huber(-3; 1.5)", 1.5 * (3 - 0.75));
  same("tukey(1; 2)", 4. / 6 * (1 - pow(0.75, 3)));
  same("tukey(5; 2)", 4. / 6);
  same("pinball(2; 0.3)", 0.6);
  same("pinball(-2; 0.3)", 1.4);
}

/* the von Mises density adds up to 1 over the circle: the trapezoidal rule is exact here */
static void circle(void **state)
{
  (void)state;
  double sum = 0;
  char text[80];
  for (int k = 0; k < 64; k++) {
    snprintf(text, sizeof text, "vonmises(%.17g | 0.7, 3.5)", 2 * M_PI * k / 64);
    sum += evaluated(text);
  }
  assert_true(fabs(sum * 2 * M_PI / 64 - 1) < 1e-12);
}

static bool calls(const Expr *e, const char *name)
{
  if (e->kind == X_CALL && !strcmp(e->u.fn->name->text, name)) return true;
  for (int k = 0; k < e->nargs; k++) if (calls(e->arg[k], name)) return true;
  return false;
}

/* far out in the tail the log is exact, and no exp is left under it */
static void logs(void **state)
{
  (void)state;
  same("log(normal(100 | 0, 1))", -5000 - 0.5 * log(2 * M_PI));
  same("log(poisson(3 | 1000))", 3 * log(1000) - 1000 - log(6));
  same("log(normal([100, 0] | [0, 0], [[1, 0], [0, 1]]))", -5000 - log(2 * M_PI));
  const char *all[] = { "log(normal(1 | 2, 3))", "log(student(1 | 4, 2, 3))", "log(gamma(1.5 | 2, 3))", "log(poisson(1 | 2))", "log(laplace(1 | 2, 3))",
                        "log(negbinomial(1 | 2, 3))", "log(vonmises(1 | 2, 3))", "log(weibull(1 | 2, 3))", "log(beta(0.5 | 2, 3))" };
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) if (calls(read(all[k]).e, "exp")) fail_msg("an exp is left in %s", all[k]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(numbers), cmocka_unit_test(vectors), cmocka_unit_test(losses), cmocka_unit_test(circle), cmocka_unit_test(logs),
  };
  return cmocka_run_group_tests(tests, open_library, close_library);
}
