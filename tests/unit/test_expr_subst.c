/* Substitution, touch, inlining of weights, expansion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr_fixture.h"

static void indices_at_the_same_time(void **state)
{
  (void)state;
  const Expr *e = sub(at1(y, i), exp_(at1(y, j)));
  assert_same(expr_subst_indices(pool, e, 2, (Index *[]){ i, j }, (const Expr *const[]){ ix(j), ix(i) }), sub(at1(y, j), exp_(at1(y, i))));
  const Expr *c = sum(k, at1(w, k));
  assert_same(expr_subst_index(pool, c, i, num(1)), c);
}

static void symbols(void **state)
{
  (void)state;
  Symbol *v = symbol_new(pool, SYM_PARAM, name_of("v"), 1, &K);
  const Expr *e = sum(k, exp_(mul(at1(w, k), at2(x, i, k))));
  assert_same(expr_subst_symbol(pool, e, w, v), sum(k, exp_(mul(at1(v, k), at2(x, i, k)))));
  assert_same(expr_subst_symbol(pool, e, y, y), e);
  assert_true(expr_has_symbol(e, w) && expr_has_symbol(e, x) && !expr_has_symbol(e, v) && !expr_has_symbol(e, y));
  /* w[k] by the sum over l of x[i, l] * w[l] * w[k]: l is not caught, i stays free */
  const Expr *template_ = mul(at1(v, k), sum(l, mul(at2(x, i, l), at1(v, l))));
  const Expr *got = expr_subst_access(pool, sum(l, exp_(at1(w, l))), w, &k, template_);
  Index *m = fresh(K, "m");
  assert_same(got, sum(m, exp_(mul(at1(v, m), sum(l, mul(at2(x, i, l), at1(v, l)))))));
}

/* t by -t in -tanh(-t): the product that is left is t itself, and that is not put in once more */
static void what_is_put_in_stays(void **state)
{
  (void)state;
  Symbol *v = symbol_new(pool, SYM_PARAM, name_of("v"), 0, NULL);
  const Expr *t = expr_access(pool, v, NULL), *minus = expr_neg(pool, t);
  assert_same(expr_subst_access(pool, expr_neg(pool, exp_(minus)), v, NULL, minus), expr_neg(pool, exp_(t)));
  assert_same(expr_subst_access(pool, quo(num(1), t), v, NULL, quo(num(1), t)), t);
  const Expr *before = sub(ix(i), num(1)), *after = expr_add(pool, ix(i), num(1));
  assert_same(expr_subst_index(pool, exp_(before), i, after), exp_(ix(i)));
}

static void touch_and_back(void **state)
{
  (void)state;
  const Expr *e = sum(i, log_(sum(k, mul(at1(w, k), at2(x, i, k)))));
  const Expr *t = expr_touch(pool, e);
  assert_false(t->has_param);
  assert_true(t->has_touch && e->has_param && !e->has_touch);
  assert_same(expr_untouch(pool, t), e);
  assert_same(expr_touch(pool, t), t);
  assert_ptr_equal(symbol_touch(pool, w)->twin, w);
}

static void weights(void **state)
{
  (void)state;
  Symbol *r = symbol_new(pool, SYM_WEIGHT, name_of("r"), 2, (Axis *[]){ N, K });
  r->own[0] = i;
  r->own[1] = k;
  const Expr *u = expr_touch(pool, mul(at1(w, k), at2(x, i, k)));
  r->def = quo(u, sum(k, u));
  const Expr *e = sum(i, sum(l, mul(at2(r, i, l), log_(at1(w, l)))));
  const Expr *got = expr_inline_weights(pool, e);
  const Expr *ul = expr_touch(pool, mul(at1(w, l), at2(x, i, l)));
  assert_same(got, sum(i, sum(l, mul(quo(ul, sum(k, u)), log_(at1(w, l))))));
  assert_true(e->has_touch && expr_has_symbol(e, symbol_touch(pool, w)) && expr_has_symbol(e, x));
}

static const Expr *exp_by_number(Pool *p, const Expr *e, void *count)
{
  ++*(int *)count;
  return e->kind == X_CALL ? expr_num(p, 7) : e;
}

static const Expr *twice_w(Pool *p, const Expr *e, void *count)
{
  ++*(int *)count;
  return e->kind == X_ACCESS && e->u.sym == w ? expr_mul(p, expr_num(p, 2), e) : e;
}

static void mapping(void **state)
{
  (void)state;
  int count = 0;
  const Expr *e = sum(k, exp_(mul(at1(w, k), at2(x, i, k))));
  assert_same(expr_map(pool, e, twice_w, &count), sum(k, exp_(mul(num(2), mul(at1(w, k), at2(x, i, k))))));
  assert_true(count > 5);
  /* from above: what was changed is not seen again, and its children are not */
  count = 0;
  const Expr *f = add(exp_(at1(w, i)), at1(w, i));
  assert_same(expr_map_down(pool, f, exp_by_number, &count), add(num(7), at1(w, i)));
  assert_int_equal(count, f->nargs + 2);          /* the sum, its two terms, the index of the one that stayed */
  assert_same(expr_map_down(pool, sum(k, at1(w, k)), exp_by_number, &count), sum(k, at1(w, k)));
}

static bool everything(const Expr *e, void *context) { (void)e, (void)context; return true; }
static bool with_w(const Expr *e, void *context) { (void)context; return expr_has_symbol(e, w); }

static void expansion(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i), *r = at1(y, j);
  assert_same(expr_expand(pool, power(sub(p, q), num(2)), everything, NULL),
              add(sub(power(p, num(2)), mul(num(2), mul(p, q))), power(q, num(2))));
  assert_same(expr_expand(pool, mul(add(p, q), add(p, r)), everything, NULL), add(add(power(p, num(2)), mul(p, r)), add(mul(p, q), mul(q, r))));
  /* factors that do not open stay whole */
  const Expr *c = add(p, q), *open = add(at1(w, k), num(1));
  assert_same(expr_expand(pool, mul(c, open), with_w, NULL), add(mul(c, at1(w, k)), c));
  assert_same(expr_expand(pool, sum(k, mul(at2(x, i, k), sub(p, at1(w, k)))), everything, NULL),
              sub(mul(p, sum(k, at2(x, i, k))), sum(k, mul(at2(x, i, k), at1(w, k)))));
}

static void terms_of_a_squared_sum(void **state)
{
  (void)state;
  const Expr *f = sum(k, mul(at1(w, k), at2(x, i, k)));
  const Expr *e = sum(i, power(sub(f, at1(y, i)), num(2)));
  Term *t;
  int n = expr_expand_terms(pool, e, everything, NULL, &t), quadratic = 0;
  assert_int_equal(n, 4);                                  /* f*f, y*f twice, y*y */
  const Expr *whole = num(0);
  for (int m = 0; m < n; m++) {
    if (t[m].nsums == 3) {
      quadratic++;
      assert_int_equal(t[m].nfactors, 4);
      assert_ptr_not_equal(t[m].sum[1].index, t[m].sum[2].index);
    }
    whole = add(whole, expr_of_term(pool, &t[m]));
  }
  assert_int_equal(quadratic, 1);
  assert_same(whole, expr_expand(pool, e, everything, NULL));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(indices_at_the_same_time), TEST(symbols), TEST(what_is_put_in_stays), TEST(touch_and_back), TEST(weights), TEST(mapping), TEST(expansion), TEST(terms_of_a_squared_sum),
  };
  return RUN_TESTS(tests);
}
