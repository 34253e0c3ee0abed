/* The reference evaluator: against a naive one without memos and log domain, and by known values and conventions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr_tools.h"

/* ---- a naive evaluator: bound indices opened one value at a time by substitution --------------------------------------- */

static double naive(World *, const Expr *);

static double naive_access(World *w, const Expr *e)
{
  int64_t at[ARRAY_MAX_AXES];
  for (int k = 0; k < e->nargs; k++) at[k] = (int64_t)naive(w, e->arg[k]) - 1;
  return array_at(e->u.sym->value, at);
}

static double naive_reduce(World *w, const Expr *e)
{
  Index *i[EXPR_OPEN_INDICES];
  const Expr *a[EXPR_OPEN_ARGS];
  expr_open(w->pool, e, i, a);
  int64_t first = a[2] ? (int64_t)naive(w, a[2]) : 1, last = a[3] ? (int64_t)naive(w, a[3]) : i[0]->axis->size, best = 0;
  double acc = e->op == R_PROD ? 1 : e->op == R_MIN || e->op == R_ARGMIN ? INFINITY : e->op == R_SUM ? 0 : -INFINITY;
  for (int64_t k = first; k <= last; k++) {
    const Expr *value = expr_rat(w->pool, k, 1);
    if (naive(w, expr_subst_index(w->pool, a[1], i[0], value)) == 0) continue;
    double v = naive(w, expr_subst_index(w->pool, a[0], i[0], value));
    if (e->op == R_SUM) acc += v;
    else if (e->op == R_PROD) acc *= v;
    else if (e->op == R_MIN || e->op == R_ARGMIN ? v < acc : v > acc) { acc = v; best = k; }
  }
  return e->op == R_ARGMIN || e->op == R_ARGMAX ? (double)best : acc;
}

/* 3×3 by cofactors */
static double naive_matrix(World *w, const Expr *e)
{
  Index *i[EXPR_OPEN_INDICES];
  const Expr *a[EXPR_OPEN_ARGS];
  expr_open(w->pool, e, i, a);
  double m[3][3];
  for (int r = 0; r < 3; r++) {
    for (int c = 0; c < 3; c++) {
      const Expr *value[2] = { expr_rat(w->pool, r + 1, 1), expr_rat(w->pool, c + 1, 1) };
      m[r][c] = naive(w, expr_subst_indices(w->pool, a[0], 2, i, value));
    }
  }
  double cof[3][3], det = 0;
  for (int r = 0; r < 3; r++) for (int c = 0; c < 3; c++) cof[r][c] = m[(r + 1) % 3][(c + 1) % 3] * m[(r + 2) % 3][(c + 2) % 3] - m[(r + 1) % 3][(c + 2) % 3] * m[(r + 2) % 3][(c + 1) % 3];
  for (int c = 0; c < 3; c++) det += m[0][c] * cof[0][c];
  if (e->op == MAT_LOGDET) return log(det);
  return cof[(int)naive(w, e->arg[2]) - 1][(int)naive(w, e->arg[1]) - 1] / det;
}

static double naive(World *w, const Expr *e)
{
  double v = 0;
  switch ((ExprKind)e->kind) {
  case X_NUM: expr_number(e, &v); return v;
  case X_AXIS: return (double)e->u.axis->size;
  case X_ACCESS: return naive_access(w, e);
  case X_ADD: for (int k = 0; k < e->nargs; k++) v += naive(w, e->arg[k]); return v;
  case X_MUL:
    for (int k = 0; k < e->nargs; k++) if (e->arg[k]->kind == X_CMP && naive(w, e->arg[k]) == 0) return 0;
    v = 1;
    for (int k = 0; k < e->nargs; k++) v *= naive(w, e->arg[k]);
    return v;
  case X_POW: return pow(naive(w, e->arg[0]), naive(w, e->arg[1]));
  case X_CALL: v = naive(w, e->arg[0]); return kernel_value(e->u.fn->kernel, 1, &v);
  case X_CMP: {
    double a = naive(w, e->arg[0]), b = naive(w, e->arg[1]);
    return e->op == C_EQ ? a == b : e->op == C_NE ? a != b : e->op == C_LT ? a < b : a <= b;
  }
  case X_IF: return naive(w, naive(w, e->arg[0]) != 0 ? e->arg[1] : e->arg[2]);
  case X_REDUCE: return naive_reduce(w, e);
  case X_MATRIX: return naive_matrix(w, e);
  default: return NAN;
  }
}

static const char *error_of(World *w, const Expr *e)
{
  char *error = NULL;
  assert_null(expr_eval(w->pool, e, 0, NULL, NULL, &error));
  return error;
}

static void random_expressions(void **state)
{
  (void)state;
  int compared = 0;
  double worst = 0;
  World *w = NULL;
  for (int k = 0; k < 3000; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(77 + (uint64_t)k); }
    const Expr *e = random_real(w, 1 + choose(w, 4));
    double want = naive(w, e), got = value_of(w, e);
    if (!isfinite(want) || fabs(want) > 1e9) continue;
    double off = fabs(got - want) / (1 + fabs(want));
    if (off > worst) worst = off;
    if (off > 1e-9) fail_msg("naive %.17g, evaluator %.17g: %s", want, got, text_of(w, e));
    compared++;
  }
  world_free(w);
  print_message("compared %d, worst %.2g\n", compared, worst);
  assert_true(compared > 2500);
}

/* ---- open indices, symbols --------------------------------------------------------------------------------------------- */

static void open_indices(void **state)
{
  (void)state;
  World *w = world_new(5);
  Pool *p = w->pool;
  Index *i = index_new(p, name_of("i"), w->I), *d = index_new(p, name_of("d"), w->D), *j = index_new(p, name_of("j"), w->J);
  const Expr *id[2] = { expr_index(p, i), expr_index(p, d) };
  const Expr *e = expr_add(p, expr_access(p, w->x, id), expr_mul(p, expr_rat(p, 10, 1), id[0]));
  Index *open[3] = { d, i, j };
  Array *r = expr_eval(p, e, 3, open, NULL, NULL);
  assert_non_null(r);
  assert_int_equal(r->naxes, 3);
  for (int64_t b = 0; b < 3; b++)
    for (int64_t a = 0; a < 4; a++)
      for (int64_t c = 0; c < 3; c++)
        assert_true(fabs(r->data[(b * 4 + a) * 3 + c] - (w->x->value->data[a * 3 + b] + 10 * (double)(a + 1))) < 1e-14);
  array_unref(r);
  assert_string_equal(error_of(w, e), "the index 'i' has no value");
  world_free(w);
}

static Array *given;
static Array *lookup(void *context, const Symbol *s) { return s == context ? given : NULL; }

static void symbols_and_definitions(void **state)
{
  (void)state;
  World *w = world_new(6);
  Pool *p = w->pool;
  const Expr *a = expr_access(p, w->a, NULL), *touch = expr_touch(p, a);
  assert_true(value_of(w, touch) == w->a->value->data[0]);                     /* a touch without a value of its own: the parameter's */
  given = array_scalar(42);
  EvalEnv env = { lookup, w->a };
  Array *r = expr_eval(p, a, 0, NULL, &env, NULL);
  assert_true(r->data[0] == 42);
  array_unref(r);
  array_unref(given);

  /* a weight without numbers is its definition: r[i,j] = exp(1000*b[j]*i) / sum{j} …, in the log domain */
  Index *i = index_new(p, name_of("i"), w->I), *j = index_new(p, name_of("j"), w->J);
  const Expr *xj = expr_index(p, j), *xi = expr_index(p, i);
  const Expr *factor[3] = { expr_rat(p, -1000, 1), expr_access(p, w->s, &xj), xi };
  const Expr *term = expr_call1(p, w->exp, expr_mul_n(p, 3, factor));
  Axis *axes[2] = { w->I, w->J };
  Symbol *weight = symbol_new(p, SYM_WEIGHT, name_of("r"), 2, axes);
  weight->own[0] = i;
  weight->own[1] = j;
  weight->def = expr_div(p, term, expr_sum(p, j, term));
  const Expr *ij[2] = { xi, xj };
  const Expr *all = expr_sum(p, j, expr_access(p, weight, ij));
  r = expr_eval(p, all, 1, &i, NULL, NULL);
  for (int k = 0; k < 4; k++) assert_true(fabs(r->data[k] - 1) < 1e-12);
  array_unref(r);
  world_free(w);
}

static void failures(void **state)
{
  (void)state;
  World *w = world_new(7);
  Pool *p = w->pool;
  const Expr *four = expr_rat(p, 4, 1), *half = expr_rat(p, 1, 2);
  assert_string_equal(error_of(w, expr_access(p, w->b, &four)), "'b' has no element 4 along 'J', it has 1..3");
  assert_string_equal(error_of(w, expr_access(p, w->b, &half)), "an index must be a whole number, it is 0.5");
  Symbol *q = symbol_new(p, SYM_PARAM, name_of("q"), 0, NULL);
  assert_string_equal(error_of(w, expr_access(p, q, NULL)), "'q' has no value");
  Index *r = index_new(p, name_of("r"), w->D), *c = index_new(p, name_of("c"), w->D);
  const Expr *rc[2] = { expr_index(p, r), expr_index(p, c) };
  const Expr *negative = expr_matrix(p, MAT_LOGDET, 1, &r, &c, expr_neg(p, expr_access(p, w->S, rc)), NULL, NULL);
  assert_string_equal(error_of(w, negative), "a matrix of 3 rows is not positive definite");
  world_free(w);
}

/* ---- conventions ------------------------------------------------------------------------------------------------------- */

static void conventions(void **state)
{
  (void)state;
  World *w = world_new(8);
  Pool *p = w->pool;
  const Expr *a = expr_access(p, w->a, NULL), *u = expr_access(p, w->u, NULL);
  w->a->value->data[0] = 0;
  assert_true(value_of(w, expr_mul(p, a, expr_call1(p, w->log, a))) == 0);                      /* 0 log 0 */
  assert_true(value_of(w, expr_pow(p, a, expr_access(p, w->a, NULL))) == 1);                    /* 0^0 */
  assert_true(value_of(w, expr_call1(p, w->log, a)) == -INFINITY);
  Index *j = index_new(p, name_of("j"), w->J);
  const Expr *xj = expr_index(p, j), *b = expr_access(p, w->b, &xj);
  for (int k = 0; k < 3; k++) w->b->value->data[k] = 2;
  assert_true(value_of(w, expr_reduce(p, R_ARGMIN, j, b, NULL, NULL, NULL)) == 1);              /* ties: the first */
  w->b->value->data[1] = 1;
  w->b->value->data[2] = 1;
  assert_true(value_of(w, expr_reduce(p, R_ARGMIN, j, b, NULL, NULL, NULL)) == 2);
  assert_true(value_of(w, expr_reduce(p, R_ARGMAX, j, b, NULL, NULL, NULL)) == 1);
  const Expr *never = expr_cmp(p, C_LT, xj, expr_neg(p, expr_call1(p, w->exp, u)));
  assert_true(value_of(w, expr_reduce(p, R_SUM, j, b, never, NULL, NULL)) == 0);
  assert_true(value_of(w, expr_reduce(p, R_PROD, j, b, never, NULL, NULL)) == 1);
  assert_true(value_of(w, expr_reduce(p, R_MIN, j, b, never, NULL, NULL)) == INFINITY);
  world_free(w);
}

/* -log sum{j} w[j] * exp(-1000 * s[j]): nothing underflows; its gradient's weights neither */
static void log_domain(void **state)
{
  (void)state;
  World *w = world_new(9);
  Pool *p = w->pool;
  Index *j = index_new(p, name_of("j"), w->J), *at = index_new(p, name_of("k"), w->J);
  const Expr *xj = expr_index(p, j);
  const Expr *term = expr_mul(p, expr_access(p, w->w, &xj), expr_call1(p, w->exp, expr_mul(p, expr_rat(p, -1000, 1), expr_access(p, w->s, &xj))));
  const Expr *e = expr_call1(p, w->log, expr_sum(p, j, term));
  double *s = w->s->value->data, *q = w->w->value->data;
  s[0] = 3; s[1] = 2; s[2] = 2.001;
  double want = -2000 + log(q[1] + q[2] * exp(-1));
  assert_true(fabs(value_of(w, e) - want) < 1e-9);
  Array *g = expr_eval(p, expr_diff(p, e, w->s, &at, NULL), 1, &at, NULL, NULL);
  double share = q[1] / (q[1] + q[2] * exp(-1));
  assert_true(fabs(g->data[1] + 1000 * share) < 1e-7 && fabs(g->data[2] + 1000 * (1 - share)) < 1e-7 && g->data[0] == 0);
  array_unref(g);

  /* a weight of 0 before a tiny density: an exact zero, not 0/0 */
  q[1] = q[2] = 0;
  assert_true(fabs(value_of(w, e) - (-3000 + log(q[0]))) < 1e-9);

  /* log prod{j} (s[j]/10)^400 */
  const Expr *power = expr_pow(p, expr_div(p, expr_access(p, w->s, &xj), expr_rat(p, 10, 1)), expr_rat(p, 400, 1));
  const Expr *lp = expr_call1(p, w->log, expr_reduce(p, R_PROD, j, power, NULL, NULL, NULL));
  assert_true(fabs(value_of(w, lp) - 400 * (log(.3) + log(.2) + log(.2001))) < 1e-9);

  /* 1 + tiny, and a difference of exps */
  const Expr *a = expr_access(p, w->a, NULL);
  w->a->value->data[0] = -50;
  assert_true(fabs(value_of(w, expr_call1(p, w->log, expr_add(p, expr_rat(p, 1, 1), expr_call1(p, w->exp, a)))) / exp(-50) - 1) < 1e-12);
  w->a->value->data[0] = 1000;
  const Expr *minus = expr_sub(p, expr_call1(p, w->exp, a), expr_call1(p, w->exp, expr_sub(p, a, expr_rat(p, 1, 1))));
  assert_true(fabs(value_of(w, expr_call1(p, w->log, minus)) - (1000 + log(1 - exp(-1)))) < 1e-10);
  world_free(w);
}

static void solutions(void **state)
{
  (void)state;
  World *w = world_new(10);
  Pool *p = w->pool;
  Index *r = index_new(p, name_of("r"), w->D), *c = index_new(p, name_of("c"), w->D), *at = index_new(p, name_of("d"), w->D);
  const Expr *rc[2] = { expr_index(p, r), expr_index(p, c) }, *one = expr_rat(p, 1, 1), *row[2] = { one, rc[0] }, *d = expr_index(p, at);
  const Expr *h = expr_access(p, w->c, row);
  const Expr *x = expr_matrix(p, MAT_SOLVE, 1, &r, &c, expr_access(p, w->S, rc), h, &d);
  Array *v = expr_eval(p, x, 1, &at, NULL, NULL);
  double *S = w->S->value->data;
  for (int i = 0; i < 3; i++) {
    double sum = 0;
    for (int k = 0; k < 3; k++) sum += S[3 * i + k] * v->data[k];
    assert_true(fabs(sum - w->c->value->data[i]) < 1e-12);
  }
  array_unref(v);
  /* v v' q = v (v'h): the solution of least norm of a singular system is v (v'h) / |v|^4 */
  double a[3] = { 1, 2, -1 }, vh = 0;
  for (int i = 0; i < 3; i++) { vh += a[i] * a[i]; for (int k = 0; k < 3; k++) S[3 * i + k] = a[i] * a[k]; }
  for (int i = 0; i < 3; i++) w->c->value->data[i] = a[i] * 5;
  v = expr_eval(p, x, 1, &at, NULL, NULL);
  for (int i = 0; i < 3; i++) assert_true(fabs(v->data[i] - 5 * a[i] / vh) < 1e-12);
  array_unref(v);
  world_free(w);
}

/* a shared node over more values than a table may hold: still right, by the last value alone */
static void large(void **state)
{
  (void)state;
  World *w = world_new(11);
  Pool *p = w->pool;
  Axis *big = axis_new(p, name_of("B"), 3000);
  Index *i = index_new(p, name_of("i"), big), *j = index_new(p, name_of("j"), big);
  const Expr *xi = expr_index(p, i), *xj = expr_index(p, j);
  const Expr *shared = expr_call1(p, w->sin, expr_add(p, xi, expr_mul(p, expr_rat(p, 3, 1), xj)));
  const Expr *row = expr_sum(p, j, expr_mul(p, shared, expr_call1(p, w->exp, expr_neg(p, shared))));
  const Expr *seven = expr_rat(p, 7, 1);
  double got = value_of(w, expr_subst_index(p, row, i, seven)), want = 0;
  for (int k = 1; k <= 3000; k++) { double s = sin(7 + 3. * k); want += s * exp(-s); }
  assert_true(fabs(got - want) < 1e-9);
  const Expr *few = expr_reduce(p, R_SUM, i, row, expr_cmp(p, C_LE, xi, expr_rat(p, 5, 1)), NULL, NULL);
  want = 0;
  for (int k = 1; k <= 5; k++) for (int l = 1; l <= 3000; l++) { double s = sin(k + 3. * l); want += s * exp(-s); }
  assert_true(fabs(value_of(w, few) - want) < 1e-8);
  world_free(w);
}

static void kernels(void **state)
{
  (void)state;
  const struct { const char *name; double x, want; } one[] = {
    { "digamma", 1, -0.57721566490153286061 }, { "trigamma", 1, 1.6449340668482264365 }, { "tetragamma", 1, -2.4041138063191885708 },
    { "digamma", 1e-3, -1000.5755719318103006 }, { "lgamma", 0.5, 0.57236494292470008707 }, { "softplus", -40, 4.2483542552915889953e-18 },
    { "softplus", 800, 800 }, { "logistic", -800, 0 }, { "log1mexp", 1e-10, -23.025850929990456840 }, { "log1mexp", 50, -1.9287498479639177830e-22 },
    { "log_cosh", 1e-5, 4.9999999999166666667e-11 }, { "log_cosh", -900, 899.30685281944005469 }, { "log_sinhc", 0, 0 },
    { "log_sinhc", 1e-4, 1.6666666661111111111e-9 }, { "log_sinhc", 800, 792.62224109177213 }, { "langevin", 1e-6, 3.3333333333331111e-7 },
    { "normal_cdf", -10, 7.6198530241605260660e-24 }, { "log_normal_cdf", -40, -804.60844201375379 }, { "log_normal_cdf", 9, -1.1285884059538405e-19 },
    { "mills", -40, 40.024968847207264 }, { "erf", 0.5, 0.52049987781304653768 }, { "log_besseli0", -2, 0.82399354148295628 },
    { "bessel_ratio0", 2, 0.69777465796400798201 }, { "sign", -3, -1 }, { "normal_pdf", 0, 0.39894228040143267794 },
  };
  const char *const of_positive[] = { "log", "lgamma", "digamma", "trigamma", "tetragamma" };
  for (size_t k = 0; k < sizeof of_positive / sizeof *of_positive; k++)
    if (!isnan(kernel_value(of_positive[k], 1, &(double){ -1.5 }))) fail_msg("%s(-1.5) has a value", of_positive[k]);
  for (size_t k = 0; k < sizeof one / sizeof *one; k++) {
    double got = kernel_value(one[k].name, 1, &one[k].x);
    if (!(fabs(got - one[k].want) <= 2e-13 * fabs(one[k].want))) fail_msg("%s(%g): %.17g, wanted %.17g", one[k].name, one[k].x, got, one[k].want);
  }
  double bessel[2] = { 59, 100 };
  assert_true(fabs(kernel_value("log_besseli", 2, bessel) - 79.7584896672199) < 1e-11);
  bessel[0] = 500;
  bessel[1] = 700;
  assert_true(fabs(kernel_value("log_besseli", 2, bessel) - 523.76974796229914205) < 1e-9);
  assert_true(isnan(kernel_value("nothing", 1, bessel)));
  assert_true(isnan(kernel_value("log", 2, bessel)));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(random_expressions), cmocka_unit_test(open_indices), cmocka_unit_test(symbols_and_definitions),
    cmocka_unit_test(failures), cmocka_unit_test(conventions), cmocka_unit_test(log_domain), cmocka_unit_test(solutions),
    cmocka_unit_test(large), cmocka_unit_test(kernels),
  };
  return RUN_TESTS(tests);
}
