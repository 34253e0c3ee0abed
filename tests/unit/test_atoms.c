/* The atom table: for common functions of one number, in which coordinate the library's tangents are licensed, and which curvature
 * the quadratic bound takes. A row that changes is either a proof that got lost or a wrong one that came in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "library.h"
#include "rules/conditions.h"
#include "rules/rules_internal.h"
#include "expr/function.h"
#include "sema/reread.h"
#include <math.h>
#include <string.h>

/* what stands for the function itself in x, log x, x^2, 1/x: '-' concave (a bound from above), '+' convex (one from below),
 * '=' affine, '0' neither, ' ' not asked, '?' true but not proved */
typedef struct Row { const char *text; double lo; const char *shapes; double above, below; } Row;

/* NONE: no bound of the second derivative; RULE: interval arithmetic does not find it, a rule of its own has it (quadratic-bound.em), or one that is nearer
 * in x^2: tests/golden/derive/squares-over-a-scale.em */
static const double NONE = INFINITY, RULE = NAN;
static const Row rows[] = {
  { "exp(x)", 0, "++ +", NONE, 0 },
  { "log(x)", 0, "-= +", 0, NONE },
  { "log(1 + x)", 0, "-+ +", 0, 1 },
  { "x^(-1/2)", 0, "++ -", NONE, 0 },
  { "x^(-2)", 0, "++ +", NONE, 0 },
  { "x^(1/2)", 0, "-+ +", 0, NONE },
  { "x^(3/2)", 0, "++ +", NONE, 0 },
  { "x^3", 0, "++++", NONE, 0 },
  { "x * log(x)", 0, "+0 0", NONE, 0 },
  { "lgamma(x)", 0, "+0 0", NONE, 0 },
  { "digamma(x)", 0, "-- +", 0, NONE },
  { "log1mexp(x)", 0, "-- 0", 0, NONE },
  { "x + log1mexp(x)", 0, "-? ?", 0, NONE },
  { "sinh(x)", 0, "++ +", NONE, 0 },
  { "cosh(x)", 0, "++++", NONE, 0 },
  { "x + log1mexp(2 * x)", 0, "-? ?", 0, NONE },
  { "log_sinhc(x)", 0, "++-+", 0.3333334, 0 },
  { "log_cosh(x)", 0, "++-+", 1, 0 },
  { "softplus(x)", 0, "++ +", 0.25, 0 },
  { "logistic(x)", 0, "-0 0", 0.0962251, 0.0962251 },
  { "tanh(x)", 0, "-0 0", 0.7698004, 0.7698004 },
  { "atan(x)", 0, "-0 +", 0.6495191, 0.6495191 },
  { "erf(x)", 0, "-0 0", 0.9678829, 0.9678829 },
  { "log_normal_cdf(x)", 0, "-0 0", 0, 1 },
  { "x / (1 + x)", 0, "-0 +", 0, 2 },
  { "1 / (1 + x)", 0, "+0 -", 2, 0 },
  { "log(1 + 1 / x)", 0, "++ -", NONE, 0 },
  { "abs(x)", 0, " +-+", NONE, 0 },
  { "abs(x)^(3/2)", 0, "++-+", NONE, 0 },
  { "log(1 + x^2)", 0, "0+-+", 2, RULE },
  { "(1 + x^2)^(1/2)", 0, "++-+", 1, 0 },
  { "1 - exp(-x^2 / 2)", 0, "00-0", RULE, RULE },
  { "x^2 / (1 + x^2)", 0, "00-0", RULE, RULE },
  { "log(1 + abs(x))", 0, "-+-+", NONE, 1 },
  { "log_besseli0(x)", 0, "++-+", 0.5, 0 },
};

static const char *const coordinate[] = { NULL, "log(u)", "u^2", "1/u" };

/* are the conditions of a tangent in this coordinate proved of f? */
static bool is_concave_in(Library *l, const Expr *f, Symbol *x, int k)
{
  const Name *name_f = name_of("f"), *name_u = name_of("u");
  Bindings b = { .pool = l->pool, .facts = facts_new(l->pool, 1, &x) };
  HoleBinding *h = bindings_set(&b, name_f, f);
  h->variable = x;
  bindings_set(&b, name_u, expr_access(l->pool, x, NULL));
  const Expr *u = expr_hole(l->pool, name_u, 0, NULL), *args[2] = { expr_hole(l->pool, name_f, 0, NULL), NULL };
  if (k == 1) args[1] = expr_call1(l->pool, function_find(l->pool, "log"), u);
  if (k == 2) args[1] = expr_pow(l->pool, u, expr_num(l->pool, 2));
  if (k == 3) args[1] = expr_pow(l->pool, u, expr_num(l->pool, -1));
  return conditions_hold(&b, expr_hole(l->pool, name_of("concave"), k ? 2 : 1, args), NULL, NULL);
}

static const Expr *atom_of(Library *l, const char *text, Symbol *x)
{
  Reread *scope = reread_new(l->sema, NULL);
  reread_symbol(scope, x->name, x);
  const Expr *f = reread(scope, "atom", text);
  if (!f) fail_msg("%s cannot be read", text);
  return f;
}

static void shapes(void **state)
{
  (void)state;
  Library l;
  assert_true(library_open(&l));
  int wrong = 0;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const Row *r = &rows[i];
    Symbol *x = symbol_new(l.pool, SYM_PARAM, name_of("x"), 0, NULL);
    x->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = r->lo, .hi = INFINITY, .lo_open = true, .hi_open = true };
    const Expr *f = atom_of(&l, r->text, x);
    for (int k = 0; k < 4; k++) {
      char said = r->shapes[k];
      bool up = is_concave_in(&l, f, x, k), down = is_concave_in(&l, expr_neg(l.pool, f), x, k);
      if (said == ' ' || said == '=' || said == '?') continue;
      if (up == (said == '-') && down == (said == '+')) continue;
      print_message("%s in %s: '%c', but%s%s\n", r->text, k ? coordinate[k] : "x", said, up ? " concave" : "", down ? " convex" : up ? "" : " nothing proved");
      wrong++;
    }
  }
  library_close(&l);
  assert_int_equal(wrong, 0);
}

static void curvatures(void **state)
{
  (void)state;
  Library l;
  assert_true(library_open(&l));
  int wrong = 0;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const Row *r = &rows[i];
    Symbol *x = symbol_new(l.pool, SYM_ATOM, name_of("x"), 0, NULL);
    bool positive = strchr(r->shapes, ' ') != NULL && !strstr(r->text, "softplus") && !strstr(r->text, "logistic") && !strstr(r->text, "abs");
    x->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = positive ? 0 : -INFINITY, .hi = INFINITY, .lo_open = true, .hi_open = true };
    const Expr *f = atom_of(&l, r->text, x);
    for (int sign = 1; sign >= -1; sign -= 2) {
      double want = sign > 0 ? r->above : r->below;
      if (want == 0 || isnan(want)) continue;                /* 0: concave, the tangent serves */
      HoleBinding h = { .value = sign > 0 ? f : expr_neg(l.pool, f), .variable = x };
      Bindings b = { .pool = l.pool, .facts = facts_new(l.pool, 0, NULL) };
      double got = fmax(curvature_bound(&b, &h), 0);
      if (isinf(want) ? isinf(got) : got >= want * (1 - 1e-6) && got <= fmax(want * 1.0001, 1e-9)) continue;
      print_message("%s%s: the greatest second derivative is %g, the bound %g\n", sign < 0 ? "-" : "", r->text, want, got);
      wrong++;
    }
  }
  library_close(&l);
  assert_int_equal(wrong, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(shapes), cmocka_unit_test(curvatures) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
