/* Every line of stdlib/functions.em, numerically: derivative, domain, range, shapes in x and in the other coordinates, bounds
 * of the second derivative and that they are the least ones, logarithms.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr_tools.h"
#include "library.h"

static Library library;
static Random chance;
static Symbol *first_and_second[2];                         /* what the functions are tried on */

static int open_library(void **state)
{
  (void)state;
  if (!library_open(&library)) return 1;
  chance = random_stream(1, random_purpose("functions"), 0);
  for (int k = 0; k < 2; k++) {
    first_and_second[k] = symbol_new(library.pool, SYM_PARAM, name_of(k ? "second" : "first"), 0, NULL);
    first_and_second[k]->value = array_scalar(0);
  }
  return function_count(library.pool) > 20 ? 0 : 1;
}

static int close_library(void **state)
{
  (void)state;
  for (int k = 0; k < 2; k++) array_unref(first_and_second[k]->value);
  library_close(&library);
  return 0;
}

static const Expr *argument(int k) { return expr_access(library.pool, first_and_second[k], NULL); }

static double number_at(const Expr *e, double x, double y)
{
  first_and_second[0]->value->data[0] = x;
  first_and_second[1]->value->data[0] = y;
  char *error = NULL;
  Array *r = expr_eval(library.pool, e, 0, NULL, NULL, &error);
  if (!r) fail_msg("%s", error);
  double v = r->data[0];
  array_unref(r);
  return v;
}

/* a point of [lo, hi]: some near an end, some far out, most between -4 and 4 */
static double draw(double lo, double hi)
{
  double u = random_uniform(&chance), v = random_uniform(&chance);
  double size = v < 0.1 ? 30 : v < 0.3 ? 0.1 : 4;
  if (isfinite(lo) && isfinite(hi)) return lo + (hi - lo) * (v < 0.2 ? u * u * u : v < 0.4 ? 1 - u * u * u : u);
  if (isfinite(lo)) return lo + size * u * (v < 0.5 ? u : 1);
  if (isfinite(hi)) return hi - size * u * (v < 0.5 ? u : 1);
  return size * (2 * u - 1);
}

static double kernel_1(const Function *f, double x) { return kernel_value(f->kernel, 1, &x); }

/* extrapolated central difference of the kernel by one argument */
static double slope(const Function *f, int k, double x, double y)
{
  double h = 1e-2 * fmin(1, k ? y : f->domain_lo > -1e9 ? x - f->domain_lo : 1), t[4][4], v[2];
  for (int i = 0; i < 4; i++, h /= 2) {
    for (int s = 0; s < 2; s++) {
      double at[2] = { x, y };
      at[k] += s ? -h : h;
      v[s] = kernel_value(f->kernel, f->nargs, at);
    }
    t[i][0] = (v[0] - v[1]) / (2 * h);
    double four = 1;
    for (int j = 1; j <= i; j++) { four *= 4; t[i][j] = t[i][j - 1] + (t[i][j - 1] - t[i - 1][j - 1]) / (four - 1); }
  }
  return t[3][3];
}

static bool is_step(const Function *f) { return f->derivative[0] && expr_is_num(f->derivative[0], 0); }

static void derivatives(void **state)
{
  (void)state;
  int tested = 0;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    if (!f->kernel || is_step(f)) continue;
    const Expr *args[2] = { argument(0), argument(1) };
    if (f->nargs == 2) args[0] = expr_rat(library.pool, 2, 1);
    const Expr *d = expr_diff(library.pool, expr_call(library.pool, f, f->nargs, args), first_and_second[f->nargs - 1], NULL, NULL);
    if (!d) fail_msg("%s has no derivative", f->name->text);
    for (int t = 0; t < 200; t++) {
      double x = draw(f->domain_lo, f->domain_hi), y = draw(0, INFINITY);
      if (f->nargs == 2) x = 2;
      if (fabs(f->nargs == 2 ? y : x) < 1e-2 || fabs(x - f->domain_lo) < 1e-2) continue;
      double want = slope(f, f->nargs - 1, x, y), got = number_at(d, x, y);
      double scale = fabs(kernel_value(f->kernel, f->nargs, (double[]){ x, y }));
      if (!(fabs(want) < 3e3) || fabs(want) < 1e-280) continue;             /* too steep for differences */
      if (!(fabs(got - want) <= 1e-6 * (fabs(want) + scale))) fail_msg("%s at %g, %g: derivative %.12g, numeric %.12g", f->name->text, x, y, got, want);
      tested++;
    }
  }
  print_message("points %d\n", tested);
  assert_true(tested > 4000);
}

static void domains_and_ranges(void **state)
{
  (void)state;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    if (!f->kernel || f->nargs != 1) continue;
    for (int t = 0; t < 400; t++) {
      double x = draw(f->domain_lo, f->domain_hi), v = kernel_1(f, x);
      if (!isfinite(v) && fabs(x) < 25 && fabs(x - f->domain_lo) > 0) fail_msg("%s(%g) = %g", f->name->text, x, v);
      if (v < f->range_lo || v > f->range_hi) fail_msg("%s(%g) = %.17g is not in the range", f->name->text, x, v);
    }
  }
}

/* the x between a and b whose coordinate is (1-t)*c(a) + t*c(b); coordinates are monotone where they are used */
static double between(const Expr *c, double a, double b, double t)
{
  if (!c) return (1 - t) * a + t * b;
  double ca = number_at(c, a, 0), cb = number_at(c, b, 0), want = (1 - t) * ca + t * cb;
  bool up = cb > ca;
  for (int k = 0; k < 200; k++) {
    double mid = (a + b) / 2, v = number_at(c, mid, 0);
    if ((v < want) == up) a = mid; else b = mid;
  }
  return (a + b) / 2;
}

static const Expr *put_argument(Pool *p, const Expr *e, void *name)
{
  (void)p;
  return e->kind == X_HOLE && e->u.name == name ? argument(0) : e;
}

/* what is computed without f(x) must be log(f(x)) and log(1 - f(x)) where these have their digits, and finite where they have not */
static void logarithms(void **state)
{
  (void)state;
  int tested = 0;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    for (int rest = 0; rest < 2; rest++) {
      const Expr *form = rest ? f->logarithm_rest : f->logarithm;
      if (!form) continue;
      assert_true(f->kernel && f->nargs == 1);
      form = expr_map(library.pool, form, put_argument, (void *)(uintptr_t)f->arg[0]);
      for (int t = 0; t < 300; t++) {
        double x = draw(f->domain_lo, f->domain_hi), fx = kernel_1(f, x), of = rest ? 1 - fx : fx, got = number_at(form, x, 0);
        if (of < 0) continue;
        if (isnan(got) || (of > 1e-4 && fabs(got - log(of)) > 1e-11)) fail_msg("%s at %g: log is %.17g, should be %.17g", f->name->text, x, got, log(of));
        tested++;
      }
    }
  }
  assert_true(tested > 1000);
}

static void shapes(void **state)
{
  (void)state;
  int tested = 0, coordinates = 0;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    for (const FunctionShape *s = f->shapes; s; s = s->next) {
      assert_non_null(f->kernel);
      Buf b = { 0 };
      if (s->coordinate) expr_print(&b, s->coordinate);
      const Expr *c = s->coordinate ? expr_map(library.pool, s->coordinate, put_argument, (void *)(uintptr_t)f->arg[0]) : NULL;
      double lo = fmax(s->lo, f->domain_lo), hi = fmin(s->hi, f->domain_hi);
      if (c && !isnan(number_at(c, -1, 0)) && number_at(c, -1, 0) == number_at(c, 1, 0)) lo = fmax(lo, 0);    /* x^2 */
      coordinates += c != NULL;
      for (int t = 0; t < 400; t++) {
        double x = draw(lo, hi), y = draw(lo, hi), u = random_uniform(&chance);
        if (c && fmin(fabs(x - lo), fabs(y - lo)) < 1e-3) continue;
        if (x > y) { double swap = x; x = y; y = swap; }
        double fx = kernel_1(f, x), fy = kernel_1(f, y), z = between(c, x, y, u);
        if (c) { double cx = number_at(c, x, 0), cy = number_at(c, y, 0); u = (number_at(c, z, 0) - cx) / (cy - cx); }
        double fz = kernel_1(f, z), chord = (1 - u) * fx + u * fy, slack = 1e-9 * (1e-3 + fabs(fx) + fabs(fy) + fabs(fz));
        if (!isfinite(fx) || !isfinite(fy) || !isfinite(u)) continue;
        const char *wrong = NULL;
        if ((s->flags & SHAPE_INCREASING) && fx > fy + slack) wrong = "increasing";
        if ((s->flags & SHAPE_DECREASING) && fx < fy - slack) wrong = "decreasing";
        if ((s->flags & SHAPE_CONVEX) && fz > chord + slack) wrong = "convex";
        if ((s->flags & SHAPE_CONCAVE) && fz < chord - slack) wrong = "concave";
        if ((s->flags & SHAPE_EVEN) && fabs(fx - kernel_1(f, -x)) > slack) wrong = "even";
        if (wrong) fail_msg("%s is not %s in '%s' between %g and %g (at %g: %.12g, chord %.12g)", f->name->text, wrong, c ? buf_text(&b) : "x", x, y, z, fz, chord);
        tested++;
      }
      buf_free(&b);
    }
  }
  print_message("chords %d, coordinates %d\n", tested, coordinates);
  assert_true(coordinates > 20);
}

static void curvature_bounds(void **state)
{
  (void)state;
  int bounds = 0;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    if (isinf(f->curvature_hi) && isinf(f->curvature_lo)) continue;
    const Expr *d = expr_diff(library.pool, expr_call1(library.pool, f, argument(0)), first_and_second[0], NULL, NULL);
    const Expr *dd = d ? expr_diff(library.pool, d, first_and_second[0], NULL, NULL) : NULL;
    if (!dd) fail_msg("%s has no second derivative", f->name->text);
    double least = INFINITY, greatest = -INFINITY;
    for (int t = -6000; t <= 6000; t++) {
      double x = t * 2e-3;
      if (x <= f->domain_lo || x >= f->domain_hi) continue;
      double v = number_at(dd, x, 0), slack = 1e-11;
      if (!isfinite(v)) continue;
      if (v > f->curvature_hi + slack || v < f->curvature_lo - slack) fail_msg("%s: second derivative %.12g at %g", f->name->text, v, x);
      least = fmin(least, v);
      greatest = fmax(greatest, v);
    }
    /* a bound other than 0 is attained, or nearly so, somewhere in the grid */
    bool high = isfinite(f->curvature_hi) && f->curvature_hi != 0 && f->curvature_hi > greatest + 0.01;
    bool low = isfinite(f->curvature_lo) && f->curvature_lo != 0 && f->curvature_lo < least - 0.01;
    if (high || low) fail_msg("%s: the second derivative is within %g and %g, no sharp bound", f->name->text, least, greatest);
    bounds++;
  }
  print_message("functions with bounds %d\n", bounds);
  assert_true(bounds > 15);
}

/* functions without a kernel are expanded: their derivatives by each argument */
static void definitions(void **state)
{
  (void)state;
  int tested = 0;
  for (int n = 0; n < function_count(library.pool); n++) {
    const Function *f = function_at(library.pool, n);
    if (f->kernel) continue;
    if (!f->definition) fail_msg("%s has neither kernel nor definition", f->name->text);
    const Expr *args[2] = { argument(0), argument(1) }, *e = expr_call(library.pool, f, f->nargs, args);
    for (int k = 0; k < f->nargs; k++) {
      const Expr *d = expr_diff(library.pool, e, first_and_second[k], NULL, NULL);
      if (!d) fail_msg("%s is not differentiated", f->name->text);
      double x = 0.7, y = 0.4, h = 1e-5;
      double want = (number_at(e, x + (k ? 0 : h), y + (k ? h : 0)) - number_at(e, x - (k ? 0 : h), y - (k ? h : 0))) / (2 * h);
      if (fabs(number_at(d, x, y) - want) > 1e-7) fail_msg("%s by argument %d: %g, numeric %g", f->name->text, k + 1, number_at(d, x, y), want);
      tested++;
    }
  }
  assert_true(tested >= 5);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(derivatives), cmocka_unit_test(domains_and_ranges), cmocka_unit_test(shapes), cmocka_unit_test(curvature_bounds),
    cmocka_unit_test(definitions), cmocka_unit_test(logarithms),
  };
  return cmocka_run_group_tests(tests, open_library, close_library);
}
