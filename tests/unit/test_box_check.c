/* Bounds over boxes: the least value by expansion lies below all values and near the least; what algebra shows to be 0 is 0 and nothing
 * else is; what scaling and shifting leave as it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_bound.h"
#include "certificate/box_symmetry.h"
#include "certificate/numbers.h"
#include "certificate/vanish.h"
#include "expr/range_list.h"
#include "expr_tools.h"

/* ---- expansion ------------------------------------------------------------------------------------------------------------- */

/* a quadratic with random coefficients: the bound must lie below every value, and at the least one where it is convex with its minimum inside */
static void quadratics(void **state)
{
  (void)state;
  Random random = random_stream(7, random_purpose("boxes"), 0);
  int close = 0;
  for (int trial = 0; trial < 300; trial++) {
    enum { N = 3 };
    double H[N][N], b[N], half[N], m[N][N];
    bool definite = trial % 2;
    for (int i = 0; i < N; i++) {
      b[i] = random_normal(&random) * (definite ? 0.05 : 1);
      half[i] = 0.1 + random_uniform(&random);
      for (int j = 0; j < N; j++) m[i][j] = random_normal(&random);
    }
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++) {
        H[i][j] = definite ? 0 : (m[i][j] + m[j][i]) / 2;
        for (int k = 0; definite && k < N; k++) H[i][j] += m[i][k] * m[j][k];
        if (definite && i == j) H[i][j] += 1;
      }
    Range slope[N], curve[N * (N + 1) / 2], value = range_closed(0.5, 0.5);
    for (int i = 0, k = 0; i < N; i++) {
      slope[i] = range_closed(b[i], b[i]);
      for (int j = 0; j <= i; j++, k++) curve[k] = range_closed(H[i][j], H[i][j]);
    }
    double below = box_bound_below(N, half, value, slope, curve), least = INFINITY;
    for (int t = 0; t < 4000; t++) {
      double y[N], v = 0.5;
      for (int i = 0; i < N; i++) y[i] = half[i] * (2 * random_uniform(&random) - 1);
      for (int i = 0; i < N; i++) { v += b[i] * y[i]; for (int j = 0; j < N; j++) v += H[i][j] * y[i] * y[j] / 2; }
      least = fmin(least, v);
    }
    assert_true(below <= least);
    close += definite && below > least - 0.02;
  }
  assert_true(close > 100);
  Range wide[1] = { range_all }, flat[1] = { range_closed(0, 0) };
  double half[1] = { 1 };
  assert_true(isinf(box_bound_below(1, half, flat[0], flat, wide)));
}

/* ---- algebra ------------------------------------------------------------------------------------------------------------------ */

typedef struct Three { World *w; Symbol *s[3]; const Expr *a, *b, *c; } Three;

static Three three(double lo)
{
  Three t = { .w = world_new(1) };
  const Expr *x[3];
  for (int i = 0; i < 3; i++) {
    char name[2] = { (char)('a' + i), 0 };
    t.s[i] = symbol_new(t.w->pool, SYM_PARAM, name_of(name), 0, NULL);
    t.s[i]->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = lo, .hi = 5 };
    x[i] = expr_access(t.w->pool, t.s[i], NULL);
  }
  t.a = x[0]; t.b = x[1]; t.c = x[2];
  return t;
}

static void algebra(void **state)
{
  (void)state;
  Three t = three(0.1);
  Pool *p = t.w->pool;
  const Function *log = function_find(p, "log");
  const Expr *sum = expr_add(p, t.a, t.b), *share_a = expr_div(p, t.a, sum), *share_b = expr_div(p, t.b, sum), *one = expr_num(p, 1);
  assert_true(expr_vanishes(p, expr_sub(p, expr_add(p, share_a, share_b), one)));
  assert_false(expr_vanishes(p, expr_sub(p, share_a, share_b)));
  assert_false(expr_vanishes(p, expr_sub(p, expr_add(p, share_a, share_b), expr_rat(p, 999, 1000))));
  /* entropy of the shares: sum r log r = sum r log a - log(a + b) */
  const Expr *left = expr_add(p, expr_mul(p, share_a, expr_call1(p, log, share_a)), expr_mul(p, share_b, expr_call1(p, log, share_b)));
  const Expr *right = expr_add(p, expr_mul(p, share_a, expr_call1(p, log, t.a)), expr_mul(p, share_b, expr_call1(p, log, t.b)));
  assert_true(expr_vanishes(p, expr_sub(p, left, expr_sub(p, right, expr_call1(p, log, sum)))));
  assert_false(expr_vanishes(p, expr_sub(p, left, right)));
  world_free(t.w);
  t = three(-1);                                           /* of any sign the logarithm of a product is no sum */
  p = t.w->pool;
  log = function_find(p, "log");
  const Expr *product = expr_mul(p, t.a, t.b);
  assert_false(expr_vanishes(p, expr_sub(p, expr_call1(p, log, product), expr_add(p, expr_call1(p, log, t.a), expr_call1(p, log, t.b)))));
  world_free(t.w);
}

static void symmetry(void **state)
{
  (void)state;
  Three t = three(0.1);
  Pool *p = t.w->pool;
  const Expr *square = expr_pow(p, expr_add(p, t.a, t.b), expr_num(p, 2)), *g = expr_sub(p, expr_mul(p, square, t.c), expr_mul(p, t.c, expr_mul(p, t.a, t.b)));
  const unsigned sets[3] = { 3, 4, 1 };                    /* a and b; c; a alone, which changes it */
  Range side[3] = { range_closed(0.1, 5), range_closed(0.1, 5), range_closed(0.1, 5) };
  assert_int_equal(box_reduce(p, g, 3, t.s, 3, sets, side), 2);
  assert_true(side[0].lo == 1 && side[0].hi == 1 && side[2].lo == 1 && side[2].hi == 1);
  assert_true(fabs(side[1].lo - 0.02) < 1e-12 && fabs(side[1].hi - 50) < 1e-9);
  world_free(t.w);
  t = three(-3);
  p = t.w->pool;
  g = expr_pow(p, expr_sub(p, t.a, t.b), expr_num(p, 4));
  Range whole[3] = { range_closed(-3, 3), range_closed(-3, 3), range_closed(-3, 3) };
  assert_int_equal(box_reduce(p, g, 3, t.s, 1, sets, whole), 1);
  assert_true(whole[0].lo == 0 && whole[0].hi == 0 && whole[1].lo == -6 && whole[1].hi == 6);
  assert_int_equal(box_reduce(p, expr_pow(p, t.a, expr_num(p, 2)), 3, t.s, 1, sets, whole), 0);
  world_free(t.w);
}

/* ---- lists of ranges agree with facts ------------------------------------------------------------------------------------------ */

static void lists(void **state)
{
  (void)state;
  Three t = three(0.1);
  Pool *p = t.w->pool;
  const Function *exp = function_find(p, "exp");
  const Expr *root[3] = { expr_add(p, expr_mul(p, t.a, t.b), expr_call1(p, exp, expr_neg(p, t.c))), expr_if(p, expr_cmp(p, C_LE, t.a, t.b), t.a, t.b), expr_div(p, t.a, t.b) };
  RangeList *l = range_list_new(p, 3, t.s, 3, root);
  assert_non_null(l);
  Range over[3], in[3] = { range_closed(0.1, 5), range_closed(0.1, 5), range_closed(0.1, 5) };
  range_list_run(l, in, over);
  for (int i = 0; i < 3; i++) {
    Range r = facts_range(facts_new(p, 0, NULL), root[i]);
    assert_true(r.lo == over[i].lo && r.hi == over[i].hi);
  }
  Symbol *other = symbol_new(p, SYM_PARAM, name_of("d"), 0, NULL);
  const Expr *foreign[1] = { expr_access(p, other, NULL) };
  assert_null(range_list_new(p, 3, t.s, 1, foreign));
  world_free(t.w);
}

/* what is data in a function of one number: a long sum is no longer story than a short one */
static void data_as_numbers(void **state)
{
  (void)state;
  enum { TERMS = 12 };
  Three t = three(0.1);
  Pool *p = t.w->pool;
  const Function *exp = function_find(p, "exp");
  const Expr *sum = t.b;
  for (int k = 1; k <= TERMS; k++) sum = expr_add(p, sum, expr_call1(p, exp, expr_mul(p, expr_num(p, k), t.a)));
  sum = expr_add(p, sum, expr_mul(p, t.c, t.a));
  Numbers n = { .pool = p, .facts = facts_new(p, 0, NULL) };
  const Expr *found = numbers_for_data(&n, sum, t.s[0]);
  assert_false(n.failed);
  assert_int_equal(n.n, 2);
  assert_int_equal(found->nargs, TERMS + 2);
  assert_false(expr_has_symbol(found, t.s[1]) || expr_has_symbol(found, t.s[2]));
  assert_true(n.symbol[0]->domain.lo == 0.1 && n.symbol[1]->domain.hi == 5);
  world_free(t.w);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(quadratics), cmocka_unit_test(algebra), cmocka_unit_test(symmetry), cmocka_unit_test(lists), cmocka_unit_test(data_as_numbers) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
