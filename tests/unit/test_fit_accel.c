/* Acceleration: coordinates there and back, guards of the schemes on maps made for it, and fits that end where the plain ones do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "base/random.h"
#include "fit/accel.h"
#include "fit/fit.h"
#include <stdlib.h>

static const char *const schemes[] = { "auto", "squarem", "anderson", "qn", "nesterov", "overrelaxed" };
enum { SCHEMES = 6, ONE_STEP = 4 };       /* from there on: those that extrapolate from one step gain less */

/* ---- coordinates --------------------------------------------------------------------------------------------------------------------- */

static const char *const domains[] = {
  "param p[K]\nminimize sum{k} (p[k] - k)^2",
  "param p[K] > 2\nminimize sum{k} (p[k] - k)^2",
  "param p[K] >= 2\nminimize sum{k} (p[k] - k)^2",
  "param p[K] < 3\nminimize sum{k} (p[k] - k)^2",
  "param p[K] in (-1, 4)\nminimize sum{k} (p[k] - k)^2",
  "param p[K | L]\nminimize -sum{k, l} k * l * log(p[k, l])",
  "param p[K, L] in simplex\nminimize -sum{k, l} k * l * log(p[k, l])",
  "param p[K, K] in spd init [[2, 1, 0, 0], [1, 3, 1, 0], [0, 1, 4, 1], [0, 0, 1, 5]]\nminimize logdet(p) + tr(inv(p))",
  "param p[K, K] in spd diagonal\nminimize logdet(p) + tr(inv(p))",
  "param p[K, K] in spd spherical\nminimize logdet(p) + tr(inv(p))",
  "param p[L, K] in ball(2)\nminimize sum{l, k} (p[l, k] - k)^2",
  "param p[L, K] in sphere\nminimize sum{l, k} (p[l, k] - k)^2",
  "param p[L, K] ordered\nminimize sum{l, k} (p[l, k] - k)^2",
  "param p[L, K] in zerosum\nminimize sum{l, k} (p[l, k] - k)^2",
  "param q\nparam p[K] in simplex\nparam s > 0\nminimize sum{k} (q - k * p[k])^2 / s + log(s) - sum{k} k * log(p[k])",
};
enum { DOMAINS = sizeof domains / sizeof *domains };

static int64_t gather(Model *m, double *x)
{
  int64_t n = 0;
  for (int i = 0; i < m->loss->nparams; i++) {
    const Array *a = store_array(m->store, symbol_touch(m->pool, m->loss->param[i].sym));
    memcpy(x + n, a->data, (size_t)array_count(a) * sizeof *x);
    n += array_count(a);
  }
  return n;
}

static Model open_with_axes(const char *text)
{
  char all[4096];
  snprintf(all, sizeof all, "let K = 4\nlet L = 2\n%s", text);
  return model_open(all, "auto", 0);
}

/* x of u of x is x, and moved coordinates give a point of the domain */
static void there_and_back(void **state)
{
  (void)state;
  for (int t = 0; t < DOMAINS; t++) {
    Model m = open_with_axes(domains[t]);
    Coordinates *c = coordinates_new(m.arena, m.loss);
    double x[64], u[64], y[64];
    int64_t n = gather(&m, x), at = 0;
    Random r = random_stream(3, random_purpose("moves"), (uint64_t)t);
    assert_int_equal(coordinates_count(c), n);
    coordinates_take(c, x, u);
    coordinates_put(c, u, x, y);
    for (int64_t i = 0; i < n; i++)
      if (!(fabs(y[i] - x[i]) <= 1e-12 * fmax(1, fabs(x[i])))) fail_msg("%s: entry %d, %.17g came back as %.17g", domains[t], (int)i, x[i], y[i]);
    bool sum = strstr(domains[t], "zerosum");
    for (int64_t i = 0; i < n; i++) u[i] += sum ? (i % 2 ? 1 : -1) : 0.5 * random_normal(&r);
    coordinates_put(c, u, x, y);
    for (int i = 0; i < m.loss->nparams; i++) {
      Symbol *p = m.loss->param[i].sym;
      Array *a = store_array(m.store, p);
      const char *where = "";
      memcpy(a->data, y + at, (size_t)array_count(a) * sizeof *y);
      at += array_count(a);
      if (!domain_contains(m.pool, p, a, 1e-9, &where)) fail_msg("%s: %s", domains[t], where);
    }
    coordinates_free(c);
    model_close(&m);
  }
}

/* zeros of a simplex and fixed entries stay, the other cells share the rest; labels are not moved */
static void what_is_held(void **state)
{
  (void)state;
  Model m = open_with_axes("param p[K] in simplex init [0.5, 0, 0.2, 0.3]\nparam q[L]\nfix q[2] = 7\nminimize -sum{k} k * p[k] + sum{l} (q[l] - l)^2");
  Coordinates *c = coordinates_new(m.arena, m.loss);
  double x[6], u[6], y[6];
  assert_int_equal(gather(&m, x), 6);
  coordinates_take(c, x, u);
  assert_true(isnan(u[1]) && isnan(u[5]));
  for (int i = 0; i < 6; i++) u[i] += 0.1 * i;
  coordinates_put(c, u, x, y);
  assert_true(y[1] == 0 && y[5] == 7 && y[4] == x[4] + 0.4);
  assert_true(fabs(y[0] + y[2] + y[3] - 1) < 1e-14);
  assert_true(y[3] / y[0] > x[3] / x[0]);
  coordinates_free(c);
  model_close(&m);
}

/* ---- maps made for it ------------------------------------------------------------------------------------------------------------------ */

/* M shrinks coordinate i by rate[i]; L is the sum of weight * x^2 */
enum { LINEAR = 6 };
static const double rate[LINEAR] = { 0.99, 0.97, 0.9, 0.5, 0.2, 0 };

typedef struct Linear { double last, rise_at; int calls, seen; bool fell; } Linear;

static double square_loss(void *context, const double *x)
{
  (void)context;
  double s = 1;
  for (int i = 0; i < LINEAR; i++) s += (1 - rate[i]) * x[i] * x[i];
  return s;
}

static double shrink(void *context, const double *x, double *image)
{
  Linear *l = context;
  l->calls++;
  for (int i = 0; i < LINEAR; i++) image[i] = rate[i] * x[i];
  double loss = square_loss(l, x);
  if (loss < l->rise_at) return loss + 1e6;                /* a map that lies: it does rise the loss */
  return fabs(x[0]) > 100 ? NAN : loss;
}

static double rounding(void *context, double loss)
{
  (void)context;
  return 1e-12 + 0 * loss;
}

static bool see(void *context, double least)
{
  Linear *l = context;
  l->fell &= least <= l->last;
  l->last = least;
  l->seen++;
  return true;
}

static Verdict run_linear(const char *scheme, Linear *l, int calls, double *x, double *rise)
{
  Model m = model_open("let K = 6\nparam p[K]\nminimize sum{k} p[k]^2", "auto", 0);
  Coordinates *c = coordinates_new(m.arena, m.loss);
  AccelMap map = { .context = l, .coordinates = c, .map = shrink, .loss = square_loss, .see = see, .calls = calls, .tol = 1e-12, .rounding = rounding, .least = -1e14 };
  Accel *a = accel_new(m.arena, accel_find(scheme), &map);
  for (int i = 0; i < LINEAR; i++) x[i] = 10 + i;
  l->last = square_loss(l, x);
  l->fell = true;
  *rise = 0;
  Verdict v = accel_run(a, x, l->last, rise);
  accel_free(a);
  coordinates_free(c);
  model_close(&m);
  return v;
}

/* ---- a valley that bends: M steps to its bottom, x[1] = x[0]^2, and a little along it. A straight step of any length leaves it, and what
 * it costs beside the bottom is a thousand times what is won along it: only the image of such a point lies lower. */
enum { BENT = 2 };
static double bent_loss(void *context, const double *x)
{
  (void)context;
  return 1 + x[0] * x[0] + 1e3 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]);
}

static double bent_map(void *context, const double *x, double *image)
{
  Linear *l = context;
  l->calls++;
  image[0] = 0.998 * x[0];
  image[1] = image[0] * image[0];
  return bent_loss(NULL, x);
}

/* the plain map needs 5000 calls */
static void bent_valley(void **state)
{
  (void)state;
  static const int most = 500;
  for (int s = 0; s < SCHEMES; s++) {
    Linear l = { .fell = true };
    Model m = model_open("let K = 2\nparam p[K]\nminimize sum{k} p[k]^2", "auto", 0);
    Coordinates *c = coordinates_new(m.arena, m.loss);
    AccelMap map = { .context = &l, .coordinates = c, .map = bent_map, .loss = bent_loss, .see = see, .calls = 10000, .tol = 1e-10, .rounding = rounding, .least = -1e14 };
    Accel *a = accel_new(m.arena, accel_find(schemes[s]), &map);
    double x[BENT] = { 3, 9 }, rise;
    l.last = bent_loss(NULL, x);
    assert_int_equal(accel_run(a, x, l.last, &rise), STOP_CONVERGED);
    assert_true(l.fell && l.last - 1 < 1e-6);
    if (l.calls > most) fail_msg("%s: %d calls", schemes[s], l.calls);
    accel_free(a);
    coordinates_free(c);
    model_close(&m);
  }
}

/* the plain map needs 1300 calls */
static void linear_map(void **state)
{
  (void)state;
  for (int s = 0; s < SCHEMES; s++) {
    Linear l = { .rise_at = -1 };
    double x[LINEAR], rise;
    assert_int_equal(run_linear(schemes[s], &l, 2000, x, &rise), STOP_CONVERGED);
    assert_true(l.fell && l.last == square_loss(&l, x));
    assert_true(l.last - 1 < 1e-9);
    if (l.calls > (s < ONE_STEP ? 250 : 400)) fail_msg("%s: %d calls", schemes[s], l.calls);
  }
}

static void budget(void **state)
{
  (void)state;
  for (int s = 0; s < SCHEMES; s++)
    for (int calls = 1; calls < 12; calls++) {
      Linear l = { .rise_at = -1 };
      double x[LINEAR], rise;
      assert_int_equal(run_linear(schemes[s], &l, calls, x, &rise), GO_ON);
      assert_int_equal(l.calls, calls);
      assert_int_equal(l.seen, calls);
      assert_true(l.fell && l.last == square_loss(&l, x));
    }
}

static void rise_and_fault(void **state)
{
  (void)state;
  for (int s = 0; s < SCHEMES; s++) {
    Linear l = { .rise_at = 2 };
    double x[LINEAR], rise;
    Verdict v = run_linear(schemes[s], &l, 2000, x, &rise);
    assert_true(v == STOP_ROSE && rise > 9e5);
    assert_true(l.fell && l.last == square_loss(&l, x) && l.last >= 2);
  }
  assert_null(accel_find("none"));
}

/* ---- fits ------------------------------------------------------------------------------------------------------------------------------------ */

static void put_matrix(Buf *b, const char *name, int rows, int columns, double (*draw)(Random *, int, int), Random *r)
{
  buf_printf(b, "data %s = [", name);
  for (int i = 0; i < rows; i++) {
    buf_put(b, i ? "," : "");
    if (columns > 1) buf_put(b, "[");
    for (int j = 0; j < columns; j++) buf_printf(b, "%s%.6g", j ? "," : "", draw(r, i, j));
    if (columns > 1) buf_put(b, "]");
  }
  buf_put(b, "]\n");
}

static double draw_counts(Random *r, int i, int j)
{
  double mean = 6 * ((i % 3 == j % 3) + 0.3 * (i % 2 == j % 2) + 0.1), sum = 0;
  for (double left = mean; (left += log(random_uniform(r) + 1e-300)) > 0;) sum++;
  return sum + (i == j);
}

static double draw_mixture(Random *r, int i, int j) { (void)j; return i % 5 < 3 ? random_normal(r) : 2.5 + 1.2 * random_normal(r); }

static double shares[3];
static double draw_shares(Random *r, int i, int j)
{
  (void)i;
  double sum = 0;
  if (j == 0)
    for (int k = 0; k < 3; k++) shares[k] = exp(random_normal(r) + 0.5 * k);
  for (int k = 0; k < 3; k++) sum += shares[k];
  return shares[j] / sum;
}

static double draw_groups(Random *r, int i, int j) { (void)j; return i % 3 * 4 + random_normal(r); }

/* fewer: the scheme must save calls on it */
static const struct { const char *name, *data; int rows, columns; double (*draw)(Random *, int, int); const char *text; double tol, slack; bool fewer; } fits[] = {
  { "plsa", "n[W, Y]", 12, 9, draw_counts,
    "let Z = 2\nparam phi[W | Z]\nparam theta[Z | Y]\nminimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]", 1e-10, 1e-5, true },
  { "mixture", "x[N]", 200, 1, draw_mixture,
    "let K = 2\nparam p[K] in simplex\nparam m[K] init [-0.5, 3]\nparam s[K] > 0 init 1\nminimize -sum{n} log sum{k} p[k] * normal(x[n] | m[k], s[k])", 1e-11, 1e-8, true },
  { "mixture with matrices", "x[N, D]", 90, 2, draw_groups,
    "let K = 3\nparam p[K] in simplex\nparam m[K, D] init [[0, 0], [3, 4], [8, 7]]\nparam S[K, D, D] in spd init eye(D)\nminimize -sum{n} log sum{k} p[k] * normal(x[n] | m[k], S[k])", 1e-11, 1e-8, true },
  { "dirichlet", "x[N, K]", 40, 3, draw_shares, "param a[K] > 0\nminimize -sum{n} log dirichlet(x[n] | a)", 1e-11, 1e-8, true },
  { "kmeans", "x[N, D]", 30, 2, draw_groups, "let K = 3\nparam c[K, D] init sample(x)\nminimize sum{n} min{k} sum{d} (x[n, d] - c[k, d])^2", 1e-9, 1e-9, false },
  { "joint step", "x[N]", 40, 1, draw_mixture, "param a\nparam b > 0\nminimize sum{n} (cosh(x[n] - a) / b + 3 * b^2 + sin(a)^2)", 1e-11, 1e-8, false },
};
enum { FITS = sizeof fits / sizeof *fits };

static FitResult *fit(Model *m, const char *accel, double tol, int iters)
{
  FitOptions o;
  fit_options_default(&o);
  o.iters = iters;
  o.tol = tol;
  o.threads = 1;
  o.accel = accel;
  FitResult *r = fit_run(m->pool, m->rules, m->loss, &o, m->diags, NULL);
  if (!r || m->diags->errors) complain_and_fail(m, accel);
  return r;
}

static void accelerated_fits(void **state)
{
  (void)state;
  for (int f = 0; f < FITS; f++) {
    Buf text = { 0 };
    Random r = random_stream(7, random_purpose(fits[f].name), 0);
    put_matrix(&text, fits[f].data, fits[f].rows, fits[f].columns, fits[f].draw, &r);
    buf_put(&text, fits[f].text);
    Model m = model_open(buf_text(&text), "auto", 0);
    FitResult *plain = fit(&m, "none", fits[f].tol, 20000);
    assert_true(plain->converged);
    for (int s = 0; s < SCHEMES; s++) {
      FitResult *a = fit(&m, schemes[s], fits[f].tol, 20000), *again = fit(&m, schemes[s], fits[f].tol, 20000);
      if (!a->converged || !a->monotone) fail_msg("%s, %s: %s", fits[f].name, schemes[s], a->converged ? "rose" : "not converged");
      if (!(a->loss - plain->loss <= fits[f].slack * fabs(plain->loss))) fail_msg("%s, %s: %.12g, plain %.12g", fits[f].name, schemes[s], a->loss, plain->loss);
      for (int t = 1; t < a->ntrace; t++)
        if (a->trace[t] > a->trace[t - 1]) fail_msg("%s, %s: the trace rises at %d", fits[f].name, schemes[s], t);
      bool automatic = !strcmp(schemes[s], "auto") || s >= ONE_STEP;        /* leaves a fast iteration alone */
      if (fits[f].fewer && automatic && a->iterations > plain->iterations + (s < ONE_STEP ? 0 : 10)) fail_msg("%s, %s: %d calls, plain %d", fits[f].name, schemes[s], a->iterations, plain->iterations);
      if (fits[f].fewer && !automatic && !(2 * a->iterations < plain->iterations + 10)) fail_msg("%s, %s: %d calls, plain %d", fits[f].name, schemes[s], a->iterations, plain->iterations);
      assert_int_equal(a->iterations, again->iterations);
      assert_memory_equal(a->trace, again->trace, (size_t)a->ntrace * sizeof *a->trace);
      for (int i = 0; i < a->nparams; i++) {
        const char *where = "";
        if (!domain_contains(m.pool, a->param[i], a->value[i], 1e-9, &where)) fail_msg("%s, %s: %s", fits[f].name, schemes[s], where);
      }
      fit_result_release(a);
      fit_result_release(again);
    }
    fit_result_release(plain);
    model_close(&m);
    buf_free(&text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(there_and_back),
    cmocka_unit_test(what_is_held),
    cmocka_unit_test(linear_map),
    cmocka_unit_test(bent_valley),
    cmocka_unit_test(budget),
    cmocka_unit_test(rise_and_fault),
    cmocka_unit_test(accelerated_fits),
  };
  return RUN_TESTS(tests);
}
