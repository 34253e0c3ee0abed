/* Canonical form of sums, products, powers, calls, relations and conditionals.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr_fixture.h"
#include <math.h>

static void numbers_are_exact(void **state)
{
  (void)state;
  assert_same(num(0.1), rat(1, 10));
  assert_same(add(num(0.1), num(0.2)), num(0.3));
  assert_same(mul(rat(1, 3), num(3)), num(1));
  assert_same(power(rat(4, 9), rat(1, 2)), rat(2, 3));
  assert_same(power(num(2), num(-3)), rat(1, 8));
  assert_same(power(num(0), num(0)), num(1));
  assert_same(num(-0.0), num(0));
  assert_same(power(num(2), rat(-3, 2)), quo(power(num(2), rat(1, 2)), num(4)));
  assert_same(mul(power(num(2), rat(1, 2)), power(num(2), rat(1, 2))), num(2));
  const Expr *huge = power(num(10), num(30));
  double v;
  assert_true(expr_number(huge, &v) && fabs(v / 1e30 - 1) < 1e-14);
  assert_true(expr_number(num(1.0 / 3), &v) && v == 1.0 / 3);
  assert_true(!num(3.141592653589793)->u.num.exact && num(1e-10)->u.num.exact && num(4503599627370495.0)->u.num.exact);
  assert_true(expr_number(num(INFINITY), &v) && v == INFINITY);
  assert_false(expr_number(scalar(z), &v));
  for (double t = 1; t < 1e300; t *= 7.3) assert_true(expr_number(num(t), &v) && v == t);
  for (double t = 1; t > 1e-300; t /= 7.3) assert_true(expr_number(num(t), &v) && v == t);
}

static void sums_merge(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_same(sub(p, p), num(0));
  assert_same(add(p, p), mul(num(2), p));
  assert_same(add(add(p, q), add(num(1), p)), add(add(mul(p, num(2)), num(1)), q));
  assert_same(add(mul(num(2), add(p, q)), num(1)), add(num(1), add(mul(num(2), p), mul(num(2), q))));
  assert_same(sub(mul(num(2), add(p, q)), add(p, q)), add(p, q));
  assert_same(neg(sub(p, q)), sub(q, p));
  assert_same(neg(neg(p)), p);
  assert_same(add(mul(num(2), add(p, q)), num(0)), mul(num(2), add(p, q)));
}

static void products_merge(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_same(mul(p, p), power(p, num(2)));
  assert_same(quo(p, p), num(1));
  assert_same(mul(mul(p, q), quo(num(3), q)), mul(num(3), p));
  assert_same(mul(num(0), p), num(0));
  assert_same(mul(exp_(p), exp_(q)), exp_(add(p, q)));
  assert_same(mul(exp_(p), exp_(neg(p))), num(1));
  assert_same(mul(p, sub(p, q)), neg(mul(p, sub(q, p))));
  assert_same(mul(sub(p, q), sub(q, p)), neg(power(sub(p, q), num(2))));
  assert_same(mul(power(p, q), p), power(p, add(q, num(1))));
  const Expr *root = power(p, rat(1, 2));
  assert_same(mul(root, root), p);
}

static void powers_simplify(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_same(power(sub(p, q), num(2)), power(sub(q, p), num(2)));
  assert_same(power(sub(p, q), num(3)), neg(power(sub(q, p), num(3))));
  assert_same(power(mul(p, q), num(2)), mul(power(p, num(2)), power(q, num(2))));
  assert_same(power(power(p, num(2)), rat(1, 2)), abs_(p));
  assert_same(power(power(p, num(3)), num(2)), power(p, num(6)));
  assert_same(power(mul(num(4), p), rat(1, 2)), mul(num(2), power(p, rat(1, 2))));
  assert_same(power(exp_(p), num(3)), exp_(mul(num(3), p)));
  assert_same(power(abs_(p), num(2)), power(p, num(2)));
  assert_same(power(same(i, j), num(2)), same(i, j));
  assert_same(quo(num(1), quo(num(1), p)), p);
}

static void calls_simplify(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_same(log_(exp_(p)), p);
  assert_same(exp_(log_(p)), p);
  assert_same(log_(num(1)), num(0));
  assert_same(exp_(num(0)), num(1));
  assert_same(exp_(add(q, mul(num(2), log_(p)))), mul(power(p, num(2)), exp_(q)));
  assert_same(log_(mul(q, exp_(p))), add(p, log_(q)));
  assert_same(log_(mul(num(2), q)), add(log_(num(2)), log_(q)));
  assert_same(abs_(abs_(p)), abs_(p));
  assert_same(abs_(sub(p, q)), abs_(sub(q, p)));
  assert_same(abs_(mul(num(-3), p)), mul(num(3), abs_(p)));
  assert_same(abs_(power(p, num(2))), power(p, num(2)));
}

static void even_functions_lose_the_sign(void **state)
{
  (void)state;
  Function *even = function_new(pool, name_of("cosine"), 1);
  FunctionShape *shape = ARENA_NEW(arena, FunctionShape);
  *shape = (FunctionShape){ .flags = SHAPE_EVEN, .lo = -INFINITY, .hi = INFINITY };
  even->shapes = shape;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_same(expr_call1(pool, even, sub(p, q)), expr_call1(pool, even, sub(q, p)));
  assert_same(expr_call1(pool, even, neg(p)), expr_call1(pool, even, p));
  assert_same(expr_call1(pool, even, mul(num(-2), sub(p, q))), expr_call1(pool, even, mul(num(2), sub(p, q))));
  assert_ptr_equal(function_find(pool, "cosine"), even);
  assert_null(function_find(pool, "sine"));
  assert_ptr_equal(function_at(pool, function_count(pool) - 1), even);
}

static void relations_fold(void **state)
{
  (void)state;
  const Expr *one = num(1), *zero = num(0), *p = scalar(z);
  assert_same(same(i, i), one);
  assert_same(same(i, j), same(j, i));
  assert_same(cmp(C_EQ, add(ix(i), one), ix(i)), zero);
  assert_same(cmp(C_LT, num(1), num(2)), one);
  assert_same(cmp(C_LE, num(1), ix(i)), one);
  assert_same(cmp(C_LE, ix(i), num(4)), one);
  assert_same(cmp(C_LT, ix(i), num(1)), zero);
  assert_same(cmp(C_EQ, ix(i), num(5)), zero);
  assert_same(cmp(C_NE, ix(i), num(0)), one);
  assert_same(cmp(C_LE, ix(i), expr_axis(pool, N)), one);
  assert_same(cmp(C_LE, num(2), add(ix(i), num(1))), one);
  assert_same(cmp(C_LT, num(-1), neg(p)), cmp(C_LT, p, num(1)));
  assert_same(expr_not(pool, cmp(C_LT, p, one)), cmp(C_LE, one, p));
  assert_same(expr_not(pool, expr_not(pool, same(i, j))), same(i, j));
}

static void conditionals_fold(void **state)
{
  (void)state;
  const Expr *c = cmp(C_LT, scalar(z), num(1)), *p = at1(y, i), *q = at1(y, j), *zero = num(0);
  assert_same(expr_if(pool, c, p, p), p);
  assert_same(expr_if(pool, num(1), p, q), p);
  assert_same(expr_if(pool, num(0), p, q), q);
  assert_same(expr_if(pool, cmp(C_NE, ix(i), ix(j)), p, q), expr_if(pool, same(i, j), q, p));
  assert_same(expr_if(pool, cmp(C_LE, p, num(INFINITY)), p, num(INFINITY)), p);                 /* min(p, inf) */
  assert_same(expr_if(pool, cmp(C_LE, num(-INFINITY), q), q, num(-INFINITY)), q);
  assert_same(expr_if(pool, c, num(1), zero), c);
  assert_same(expr_if(pool, c, zero, num(1)), expr_not(pool, c));
  assert_same(expr_if(pool, c, expr_if(pool, c, p, q), zero), expr_if(pool, c, p, zero));
  assert_same(expr_if(pool, c, mul(same(i, j), p), zero), mul(same(i, j), expr_if(pool, c, p, zero)));
}

static void coefficients_split(void **state)
{
  (void)state;
  const Expr *rest;
  assert_true(expr_split_coef(pool, mul(num(-3), mul(scalar(z), at1(y, i))), &rest) == -3);
  assert_same(rest, mul(scalar(z), at1(y, i)));
  assert_true(expr_split_coef(pool, num(7), &rest) == 7);
  assert_same(rest, num(1));
  assert_true(expr_split_coef(pool, scalar(z), &rest) == 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(numbers_are_exact), TEST(sums_merge), TEST(products_merge), TEST(powers_simplify), TEST(calls_simplify),
    TEST(even_functions_lose_the_sign), TEST(relations_fold), TEST(conditionals_fold), TEST(coefficients_split),
  };
  return RUN_TESTS(tests);
}
