/* Binders: equality up to the names of bound indices, elimination of deltas, no capture.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr_fixture.h"

static const Expr *reduce(ReduceOp op, Index *p, const Expr *body, const Expr *cond) { return expr_reduce(pool, op, p, body, cond, NULL, NULL); }

static void names_do_not_matter(void **state)
{
  (void)state;
  assert_same(sum(i, exp_(at1(y, i))), sum(j, exp_(at1(y, j))));
  const Expr *p = sum(i, exp_(sum(j, log_(add(at1(y, i), at1(y, j))))));
  const Expr *q = sum(j, exp_(sum(i, log_(add(at1(y, i), at1(y, j))))));
  assert_same(p, q);
  assert_same(sum(i, sum(j, mul(at1(y, i), sub(at1(y, i), exp_(at1(y, j)))))), sum(j, sum(i, mul(at1(y, j), sub(at1(y, j), exp_(at1(y, i)))))));
  assert_int_equal(p->nfree, 0);
  assert_int_equal(p->height, 2);
}

static void signs_do_not_depend_on_names(void **state)
{
  (void)state;
  Index *late = fresh(N, "late"), *early = i;
  const Expr *p = sum(late, sum(early, power(mul(at1(y, early), sub(at1(y, early), log_(at1(y, late)))), num(3))));
  const Expr *q = sum(early, sum(late, power(mul(at1(y, late), sub(at1(y, late), log_(at1(y, early)))), num(3))));
  assert_same(p, q);
}

static void adjacent_sums_commute(void **state)
{
  (void)state;
  assert_same(sum(i, sum(k, log_(at2(x, i, k)))), sum(k, sum(i, log_(at2(x, i, k)))));
  Axis *M = axis_new(pool, name_of("M"), 2);
  Index *m = fresh(M, "m");
  const Expr *f = log_(add(at2(x, i, k), ix(m)));
  const Expr *p = sum(i, sum(k, sum(m, f)));
  assert_same(sum(m, sum(k, sum(i, f))), p);
  assert_same(sum(k, sum(i, sum(m, f))), p);
  assert_same(sum(m, sum(i, sum(k, f))), p);
}

static void factors_leave_sums(void **state)
{
  (void)state;
  assert_same(sum(i, scalar(z)), mul(expr_axis(pool, N), scalar(z)));
  assert_same(sum(i, num(0)), num(0));
  assert_same(sum(i, mul(scalar(z), at1(y, i))), mul(scalar(z), sum(i, at1(y, i))));
  const Expr *cond = cmp(C_LT, ix(i), ix(j));
  assert_same(reduce(R_SUM, i, mul(scalar(z), at1(y, i)), cond), mul(scalar(z), reduce(R_SUM, i, at1(y, i), cond)));
  assert_same(expr_reduce(pool, R_SUM, i, num(1), NULL, num(2), NULL), sub(expr_axis(pool, N), num(1)));
  assert_same(expr_reduce(pool, R_SUM, i, at1(y, i), NULL, num(1), expr_axis(pool, N)), sum(i, at1(y, i)));
  assert_same(expr_reduce(pool, R_SUM, i, at1(y, i), NULL, num(3), num(2)), num(0));
}

static void deltas_are_eliminated(void **state)
{
  (void)state;
  assert_same(sum(i, mul(at1(y, i), same(i, j))), at1(y, j));
  assert_same(sum(i, mul(at1(y, i), cmp(C_EQ, ix(i), num(2)))), expr_access(pool, y, (const Expr *const[]){ num(2) }));
  assert_same(sum(i, sum(j, mul(mul(at1(y, i), at1(y, j)), same(i, j)))), sum(i, power(at1(y, i), num(2))));
  /* only a part of the body holds the delta */
  assert_same(sum(i, mul(at1(y, i), add(same(i, j), exp_(at1(y, i))))), add(at1(y, j), sum(i, mul(at1(y, i), exp_(at1(y, i))))));
  /* behind another sum */
  const Expr *p = sum(i, mul(at1(y, i), sum(k, mul(at1(w, k), add(same(i, j), at2(x, i, k))))));
  assert_same(p, add(mul(at1(y, j), sum(k, at1(w, k))), sum(i, mul(at1(y, i), sum(k, mul(at1(w, k), at2(x, i, k)))))));
  /* a condition stays as a factor */
  Index *m = fresh(N, "m");
  assert_same(reduce(R_SUM, i, mul(at1(y, i), same(i, j)), cmp(C_LT, ix(i), ix(m))), mul(at1(y, j), cmp(C_LT, ix(j), ix(m))));
  assert_same(reduce(R_SUM, i, at1(y, i), same(i, j)), at1(y, j));
  /* axes that differ need a guard */
  const Expr *g = sum(i, mul(at1(y, i), cmp(C_EQ, ix(i), add(ix(k), num(1)))));
  assert_int_equal(g->kind, X_IF);
  /* a number that need not be whole is no index */
  assert_int_equal(sum(i, mul(at1(y, i), cmp(C_EQ, ix(i), scalar(z))))->kind, X_REDUCE);
}

static void stencils_are_eliminated(void **state)
{
  (void)state;
  const Expr *d = sub(at1(y, i), shifted(y, i, -1));
  const Expr *delta = sub(same(i, j), cmp(C_EQ, sub(ix(i), num(1)), ix(j)));
  const Expr *p = expr_reduce(pool, R_SUM, i, mul(d, delta), NULL, num(2), NULL);
  assert_string_equal(text(p), "(if j >= 2 then y[j] - y[j - 1] else 0) - (if j + 1 <= N then y[j + 1] - y[j] else 0)");
}

static void labels_are_indices(void **state)
{
  (void)state;
  Symbol *g = symbol_new(pool, SYM_DATA, name_of("g"), 1, &N);
  g->range_known = g->integer = true;
  g->least = 1;
  g->greatest = 3;
  const Expr *label = at1(g, i);
  assert_same(sum(k, mul(at1(w, k), cmp(C_EQ, ix(k), label))), expr_access(pool, w, &label));
}

static void other_reductions(void **state)
{
  (void)state;
  assert_same(reduce(R_MIN, i, scalar(z), NULL), scalar(z));
  assert_same(reduce(R_ARGMIN, i, scalar(z), NULL), num(1));
  assert_same(reduce(R_MIN, i, mul(num(-2), at1(y, i)), NULL), mul(num(-2), reduce(R_MAX, i, at1(y, i), NULL)));
  assert_same(reduce(R_ARGMIN, i, neg(at1(y, i)), NULL), reduce(R_ARGMAX, i, at1(y, i), NULL));
  assert_same(reduce(R_PROD, i, exp_(at1(y, i)), NULL), exp_(sum(i, at1(y, i))));
  assert_same(reduce(R_PROD, i, scalar(z), NULL), power(scalar(z), expr_axis(pool, N)));
  assert_same(reduce(R_PROD, i, num(1), cmp(C_LT, ix(i), ix(j))), num(1));
  assert_same(expr_reduce(pool, R_MAX, i, at1(y, i), NULL, num(2), num(2)), expr_access(pool, y, (const Expr *const[]){ num(2) }));
}

static void opening_and_closing(void **state)
{
  (void)state;
  const Expr *e = reduce(R_MIN, i, sum(k, power(sub(at2(x, i, k), at1(w, k)), num(2))), cmp(C_LT, ix(i), ix(j)));
  Index *bound[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(pool, e, bound, args);
  assert_false(bound[0]->bound);
  assert_true(expr_has_free(args[0], bound[0]) && !expr_has_free(e, bound[0]) && expr_has_free(e, j));
  assert_null(args[2]);
  assert_same(expr_close(pool, e, bound, args), e);
  assert_same(args[0], sum(k, power(sub(at2(x, bound[0], k), at1(w, k)), num(2))));
}

static void matrices(void **state)
{
  (void)state;
  const Expr *element[] = { ix(l), ix(k) }, *reverse[] = { ix(k), ix(l) };
  const Expr *p = expr_matrix(pool, MAT_INV, 1, &k, &l, at3(a, i, k, l), NULL, element);
  Index *r = fresh(K, "r"), *c = fresh(K, "c");
  assert_same(expr_matrix(pool, MAT_INV, 1, &r, &c, at3(a, i, r, c), NULL, reverse), p);
  assert_true(expr_has_free(p, i) && expr_has_free(p, k) && expr_has_free(p, l));
  Index *bound[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(pool, p, bound, args);
  assert_same(args[0], at3(a, i, bound[0], bound[1]));
  assert_same(expr_close(pool, p, bound, args), p);
  const Expr *s = expr_matrix(pool, MAT_SOLVE, 1, &r, &c, at3(a, i, r, c), at1(w, r), (const Expr *const[]){ ix(k) });
  expr_open(pool, s, bound, args);
  assert_same(args[1], at1(w, bound[0]));
  assert_same(expr_close(pool, s, bound, args), s);
  assert_int_equal(expr_matrix(pool, MAT_LOGDET, 1, &r, &c, at3(a, i, r, c), NULL, NULL)->nfree, 1);
}

static void matrices_simplify(void **state)
{
  (void)state;
  Index *r = fresh(K, "r"), *c = fresh(K, "c");
  const Expr *element[] = { ix(k), ix(l) }, *s = at3(a, i, r, c), *delta = same(r, c);
  const Expr *inv = expr_matrix(pool, MAT_INV, 1, &r, &c, s, NULL, element);
  assert_same(expr_matrix(pool, MAT_INV, 1, &r, &c, mul(mul(num(-2), scalar(z)), s), NULL, element), quo(inv, mul(num(-2), scalar(z))));
  assert_same(expr_matrix(pool, MAT_INV, 1, &r, &c, mul(at1(w, r), delta), NULL, element), quo(same(k, l), at1(w, k)));
  assert_same(expr_matrix(pool, MAT_LOGDET, 1, &r, &c, mul(at1(w, c), delta), NULL, NULL), sum(k, log_(at1(w, k))));
  assert_same(expr_matrix(pool, MAT_LOGDET, 1, &r, &c, mul(scalar(z), delta), NULL, NULL), mul(expr_axis(pool, K), log_(scalar(z))));
  const Expr *one[] = { ix(k) }, *solve = expr_matrix(pool, MAT_SOLVE, 1, &r, &c, s, at1(w, r), one);
  assert_same(expr_matrix(pool, MAT_SOLVE, 1, &r, &c, mul(num(2), s), mul(scalar(z), at1(w, r)), one), mul(mul(rat(1, 2), scalar(z)), solve));
}

static void nothing_is_captured(void **state)
{
  (void)state;
  /* i inside the sum over i, from outside */
  const Expr *inner = sum(i, exp_(mul(at1(y, i), at1(y, j))));
  const Expr *p = expr_subst_index(pool, inner, j, ix(i));
  assert_true(expr_has_free(p, i));
  assert_same(p, sum(j, exp_(mul(at1(y, i), at1(y, j)))));
  /* a value with binders of its own below binders */
  const Expr *best = reduce(R_ARGMIN, i, mul(at1(y, i), at1(y, i)), NULL);
  const Expr *q = expr_subst_index(pool, sum(i, exp_(sub(at1(y, i), at1(y, j)))), j, best);
  assert_int_equal(q->nfree, 0);
  assert_int_equal(q->height, 2);
  assert_same(q, sum(j, exp_(sub(at1(y, j), expr_access(pool, y, &best)))));
  /* the square of a sum opened twice */
  Index *first[EXPR_OPEN_INDICES], *second[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(pool, inner, first, args);
  expr_open(pool, inner, second, args);
  assert_ptr_not_equal(first[0], second[0]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    TEST(names_do_not_matter), TEST(signs_do_not_depend_on_names), TEST(adjacent_sums_commute), TEST(factors_leave_sums),
    TEST(deltas_are_eliminated), TEST(stencils_are_eliminated), TEST(labels_are_indices), TEST(other_reductions),
    TEST(opening_and_closing), TEST(matrices), TEST(matrices_simplify), TEST(nothing_is_captured),
  };
  return RUN_TESTS(tests);
}
