/* Predicted local rates against what is seen: the ratio of two successive steps of the fit, for every derivation that a loss has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "fit/fit.h"
#include "fit/rate.h"
#include <stdlib.h>

typedef struct Case { Model m; Alternatives all; Rates *rates; } Case;

static FitResult *run(Case *c, const Name *const *using, const char *method, int iters, double tol)
{
  FitOptions o;
  fit_options_default(&o);
  o.tol = tol;
  o.iters = iters;
  o.threads = 1;
  o.use_rule = using && using[0] ? using : NULL;
  o.method = method;
  FitResult *r = fit_run(c->m.pool, c->m.rules, c->m.loss, &o, c->m.diags, NULL);
  if (!r || c->m.diags->errors) complain_and_fail(&c->m, "fit");
  return r;
}

static void forget_values(Case *c)
{
  for (int i = 0; i < c->m.loss->nparams; i++) {
    array_unref(c->m.loss->param[i].sym->value);
    c->m.loss->param[i].sym->value = NULL;
  }
}

/* the parameters where this derivation's run from the start ends */
static void go_to_limit(Case *c, const Name *const *using, const char *method)
{
  FitResult *r = run(c, using, method, 30000, 1e-15);
  forget_values(c);
  for (int i = 0; i < r->nparams; i++) r->param[i]->value = array_ref(r->value[i]);
  fit_result_release(r);
}

static Rates *rates_here(Case *c)
{
  const char *why;
  Rates *rates = rates_new(c->m.pool, c->m.rules, c->m.loss, 1, &why);
  if (!rates) fail_msg("%s", why);
  return rates;
}

/* the loss at its optimum, with its derivations */
static Case open_case(const char *text)
{
  Case c = { .m = model_open(text, "auto", 0) };
  go_to_limit(&c, NULL, "auto");
  if (!derive_alternatives(c.m.pool, c.m.rules, c.m.loss, NULL, &c.all, c.m.diags)) complain_and_fail(&c.m, text);
  c.rates = rates_here(&c);
  for (int i = 0; i < c.all.len; i++) c.all.data[i].rate = rates_predict(c.rates, c.all.data[i].d);
  return c;
}

static void close_case(Case *c)
{
  rates_free(c->rates);
  forget_values(c);
  model_close(&c->m);
}

static double distance(const FitResult *a, const FitResult *b)
{
  double sum = 0;
  for (int i = 0; i < a->nparams; i++)
    for (int64_t k = 0; k < array_count(a->value[i]); k++) sum += pow(a->value[i]->data[k] - b->value[i]->data[k], 2);
  return sqrt(sum);
}

/* |x[t+2] - x[t+1]| / |x[t+1] - x[t]| when the steps are as small as `after` iterations make them */
static double seen(Case *c, const Alternative *a, int after)
{
  FitResult *r[3];
  for (int i = 0; i < 3; i++) r[i] = run(c, a->using, a->d->method, after + i, 0);
  double first = distance(r[1], r[0]), second = distance(r[2], r[1]);
  for (int i = 0; i < 3; i++) fit_result_release(r[i]);
  return second < 1e-13 ? 0 : second / first;               /* rounding */
}

static int enough(double rate) { return rate < 1e-3 ? 3 : (int)ceil(log(1e-7) / log(rate)); }

/* has it a guard by which the run chooses how far it goes? Then there is no rate to tell, and the page says so */
static bool is_guarded(const Alternative *a)
{
  for (int g = 0; g < a->d->groups.len; g++)
    if (strchr("LF", surrogate_type(&a->d->groups.data[g]))) return true;
  return false;
}

/* every derivation but Newton's, whose damping is not that of the limit */
static void agree(Case *c, int least)
{
  if (c->all.len < least) fail_msg("%d derivations, wanted at least %d", c->all.len, least);
  for (int i = 0; i < c->all.len; i++) {
    const Alternative *a = &c->all.data[i];
    if (!a->rate.known && a->d->njoint && strstr(a->rate.why, "samples gradients")) continue;
    if (is_guarded(a)) { assert_false(a->rate.known); assert_string_equal(a->rate.why, "its steps are chosen by the run"); continue; }
    if (!a->rate.known) fail_msg("derivation %d: %s", i + 1, a->rate.why);
    if (a->d->njoint) { assert_true(a->rate.rate < 1e-6); continue; }
    double ratio = seen(c, a, enough(a->rate.rate));
    if (!(fabs(ratio - a->rate.rate) <= 0.01 * a->rate.rate + 1e-6)) fail_msg("derivation %d: predicted %.6g, seen %.6g", i + 1, a->rate.rate, ratio);
  }
}

static const Alternative *of_rule(const Case *c, const char *rule)
{
  for (int i = 0; i < c->all.len; i++)
    if (derive_uses(c->all.data[i].d, name_of(rule))) return &c->all.data[i];
  fail_msg("no derivation uses %s", rule);
  return NULL;
}

#define POINTS "data x[N, P] = [[1, 0.5], [1, -1.2], [1, 2.1], [1, 0.3], [1, -0.7], [1, 1.6], [1, -2.2], [1, 0.9]]\n"

static void mixture_of_two_poissons(void **state)
{
  (void)state;
  Case c = open_case("let K = 2\ndata y[N] = [0,1,2,1,0,3,5,7,2,1,8,9,1,0,2,6,4,3,1,1]\nparam w[K] in simplex init [0.5, 0.5]\nparam lam[K] > 0 init [1, 6]\n"
                     "minimize -sum{i} log sum{k} w[k] * exp(y[i] * log(lam[k]) - lam[k])");
  agree(&c, 2);
  close_case(&c);
}

static void logistic_with_both_bounds(void **state)
{
  (void)state;
  Case c = open_case(POINTS "data y[N] = [1, 0, 1, 0, 1, 1, 0, 0]\nparam b[P] init 0\nminimize sum{i} (softplus(dot(x[i], b)) - y[i] * dot(x[i], b))");
  agree(&c, 3);
  assert_true(of_rule(&c, "jaakkola_jordan")->rate.rate < of_rule(&c, "quadratic_bound")->rate.rate - 0.05);
  assert_true(of_rule(&c, "diagonal")->rate.rate > of_rule(&c, "jaakkola_jordan")->rate.rate);
  close_case(&c);
}

static void ridge(void **state)
{
  (void)state;
  Case c = open_case(POINTS "data y[N] = [1, 3, 0, 2, 5, 1, 1, 2]\nparam b[P] init 0\nminimize sum{i} (y[i] - dot(x[i], b))^2 + 0.5 * |b|^2");
  agree(&c, 3);
  assert_true(c.all.data[0].rate.rate < 1e-6);              /* exact in one iteration */
  assert_true(of_rule(&c, "diagonal")->rate.rate > 0.05);
  close_case(&c);
}

/* blocks in turn, from one touch: the block triangle of the surrogate counts, not all of it */
static void factors_in_turn(void **state)
{
  (void)state;
  Case c = open_case("data y[I, J] = [[1, 2, 1], [2, 3.5, 2], [0.5, 1, 0.7]]\nparam a[I] init 1\nparam b[J] init 1\n"
                     "minimize sum{i, j} (y[i, j] - a[i] * b[j])^2 + 0.1 * |a|^2 + 0.3 * |b|^2");
  agree(&c, 2);
  assert_true(c.all.data[0].rate.rate > 1e-4);
  close_case(&c);
}

/* a scale that is shared by two factors: the loss does not change along it. A bound may, so that a run ends at a scale, and with a
 * rate, of its own: rates are predicted where the run of each derivation ends */
static void flat_directions(void **state)
{
  (void)state;
  Case c = open_case("let K = 1\ndata v[I, J] = [[3, 1, 4], [1, 2, 2], [2, 4, 5]]\nparam a[I, K] > 0 init 1\nparam b[K, J] > 0 init 1\n"
                     "minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2");
  for (int i = 0; i < c.all.len; i++) {
    Alternative *a = &c.all.data[i];
    if (a->d->njoint || is_guarded(a)) continue;
    go_to_limit(&c, a->using, a->d->method);
    rates_free(c.rates);
    c.rates = rates_here(&c);
    a->rate = rates_predict(c.rates, a->d);
    assert_int_equal(a->rate.flat, 1);
  }
  agree(&c, 2);
  close_case(&c);
}

/* entries at a kink stay there and are left out */
static void kinks(void **state)
{
  (void)state;
  Case c = open_case(POINTS "data y[N] = [1, 0.9, 1.1, 1, 1.05, 0.95, 1, 1]\nparam b[P] init 0\nminimize sum{i} (y[i] - dot(x[i], b))^2 + 2 * |b|_1");
  assert_int_equal(c.all.data[0].rate.held, 1);
  const Alternative *newton = &c.all.data[c.all.len - 1];
  assert_true(newton->d->njoint > 0 && !newton->rate.known);
  assert_non_null(strstr(newton->rate.why, "samples gradients"));
  agree(&c, 2);
  close_case(&c);
}

static void not_before_a_fit(void **state)
{
  (void)state;
  Model m = model_open("data y[N] = [1, 2]\nparam a\nminimize sum{i} (y[i] - a)^2", "auto", 0);
  const char *why = NULL;
  assert_null(rates_new(m.pool, m.rules, m.loss, 1, &why));
  assert_non_null(strstr(why, "fit first"));
  model_close(&m);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(mixture_of_two_poissons), cmocka_unit_test(logistic_with_both_bounds), cmocka_unit_test(ridge),
    cmocka_unit_test(factors_in_turn), cmocka_unit_test(flat_directions), cmocka_unit_test(kinks), cmocka_unit_test(not_before_a_fit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
