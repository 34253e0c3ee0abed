/* Derivatives: random expressions of all node kinds against extrapolated central differences of the reference evaluator.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr_tools.h"

typedef struct Tally { int compared, skipped, undefined, worst_at; double worst; } Tally;

/* Ridders: central differences for h, h/2, h/4, … extrapolated to 0; *error is the least change between two entries */
static double difference(World *w, const Expr *e, double *place, double *mirror, double *error)
{
  enum { ROWS = 6 };
  double table[ROWS][ROWS], h = 0.02, at = *place, best = NAN;
  *error = INFINITY;
  for (int i = 0; i < ROWS; i++, h /= 2) {
    double f[2];
    for (int k = 0; k < 2; k++) {
      *place = at + (k ? -h : h);
      if (mirror) *mirror = *place;
      f[k] = value_of(w, e);
    }
    table[i][0] = (f[0] - f[1]) / (2 * h);
    double four = 1;
    for (int j = 1; j <= i; j++) {
      four *= 4;
      table[i][j] = table[i][j - 1] + (table[i][j - 1] - table[i - 1][j - 1]) / (four - 1);
      double change = fmax(fabs(table[i][j] - table[i][j - 1]), fabs(table[i][j] - table[i - 1][j - 1]));
      if (change < *error) { *error = change; best = table[i][j]; }
    }
  }
  *place = at;
  if (mirror) *mirror = at;
  return best;
}

static void compare(World *w, const Expr *e, Symbol *s, Tally *t)
{
  Index *at[2];
  for (int k = 0; k < s->naxes; k++) at[k] = index_new(w->pool, name_of(k ? "q" : "p"), s->axis[k]);
  const char *why = NULL;
  const Expr *d = expr_diff(w->pool, e, s, at, &why);
  if (!d) fail_msg("%s: %s", why, text_of(w, e));
  char *error = NULL;
  Array *g = expr_eval(w->pool, d, s->naxes, at, NULL, &error);
  if (!g) fail_msg("%s in the derivative by %s of %s: %s", error, s->name->text, text_of(w, e), text_of(w, d));
  int64_t count = array_count(g), n = s->naxes == 2 ? s->axis[1]->size : 1;
  double scale = 1 + fabs(value_of(w, e));
  for (int64_t k = 0; k < count; k++) {
    int64_t other = s->domain.kind == DOMAIN_SPD ? k % n * n + k / n : k;       /* a matrix is moved symmetrically */
    double want = g->data[k] + (other != k ? g->data[other] : 0), slack;
    double *v = s->value->data, got = difference(w, e, v + k, other != k ? v + other : NULL, &slack);
    if (!isfinite(got) || !isfinite(want) || scale > 1e6) { t->undefined++; continue; }
    double off = fabs(got - want) / (scale + fabs(want));
    if (slack > 1e-7 * (scale + fabs(want))) { t->skipped++; continue; }           /* a kink near by, or too curved */
    t->compared++;
    if (off > t->worst) t->worst = off;
    if (off > 1e-6) {
      fail_msg("by %s element %lld: symbolic %.12g, numeric %.12g +- %g\n  e = %s\n  d = %s", s->name->text, (long long)k, want, got, slack,
               text_of(w, e), text_of(w, d));
    }
  }
  array_unref(g);
}

static void many(uint64_t seed, bool smooth, int count, int depth)
{
  Tally t = { 0, 0, 0, 0, 0 };
  World *w = NULL;
  for (int k = 0; k < count; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(seed + (uint64_t)k); w->smooth = smooth; }
    const Expr *e = random_real(w, 1 + choose(w, depth));
    draw_params(w);
    for (int s = 0; s < WORLD_PARAMS; s++) if (expr_has_symbol(e, w->param[s])) compare(w, e, w->param[s], &t);
  }
  world_free(w);
  print_message("compared %d, kinks %d, not finite %d, worst %.2g\n", t.compared, t.skipped, t.undefined, t.worst);
  assert_true(t.compared > count);
  assert_true(t.skipped < t.compared / 10);
}

static void smooth_expressions(void **state) { (void)state; many(1000, true, 3000, 5); }
static void kinked_expressions(void **state) { (void)state; many(2000, false, 3000, 5); }

/* ---- what the result looks like --------------------------------------------------------------------------------------- */

static void sparse_gradient(void **state)
{
  (void)state;
  World *w = world_new(1);
  Pool *p = w->pool;
  Index *i = index_new(p, name_of("i"), w->I), *j = index_new(p, name_of("j"), w->J), *at = index_new(p, name_of("k"), w->J);
  const Expr *xi = expr_index(p, i), *xj = expr_index(p, j), *ij[2] = { xi, xj };
  /* d/db[k] sum{i, j} n[i,j] * b[j]^2 / 2 = b[k] * sum{i} n[i,k]: no double sum is left */
  Index *both[2] = { i, j };
  const Expr *half = expr_rat(p, 1, 2), *two = expr_rat(p, 2, 1);
  const Expr *e = expr_sum_n(p, 2, both, expr_mul(p, expr_mul(p, half, expr_access(p, w->n, ij)), expr_pow(p, expr_access(p, w->b, &xj), two)));
  const Expr *k = expr_index(p, at), *ik[2] = { xi, k };
  const Expr *want = expr_mul(p, expr_access(p, w->b, &k), expr_sum(p, i, expr_access(p, w->n, ik)));
  assert_ptr_equal(expr_diff(p, e, w->b, &at, NULL), want);
  world_free(w);
}

static void by_a_node(void **state)
{
  (void)state;
  World *w = world_new(2);
  Pool *p = w->pool;
  const Expr *a = expr_access(p, w->a, NULL), *q = expr_add(p, expr_rat(p, 1, 1), expr_pow(p, a, expr_rat(p, 2, 1)));
  const Expr *e = expr_mul(p, expr_call1(p, w->log, q), expr_rat(p, 3, 1));
  assert_ptr_equal(expr_diff_by(p, e, q, NULL), expr_div(p, expr_rat(p, 3, 1), q));
  assert_true(expr_is_num(expr_diff_by(p, e, expr_access(p, w->u, NULL), NULL), 0));
  world_free(w);
}

static void not_differentiable(void **state)
{
  (void)state;
  World *w = world_new(3);
  const char *why = NULL;
  const Expr *a = expr_access(w->pool, w->a, NULL);
  Function *odd = function_new(w->pool, name_of("odd"), 1);
  odd->kernel = "sin";
  assert_null(expr_diff(w->pool, expr_call1(w->pool, odd, a), w->a, NULL, &why));
  assert_string_equal(why, "the library gives no derivative of 'odd' by this argument");
  world_free(w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sparse_gradient), cmocka_unit_test(by_a_node), cmocka_unit_test(not_differentiable),
    cmocka_unit_test(smooth_expressions), cmocka_unit_test(kinked_expressions),
  };
  return RUN_TESTS(tests);
}
