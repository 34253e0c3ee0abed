/* Expressions as text and as LaTeX.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr_fixture.h"

static const char *with_vectors(const Expr *e)
{
  Buf b = { 0 };
  expr_print_vectors(&b, e, false);
  const char *text = arena_strdup(arena, buf_text(&b));
  buf_free(&b);
  return text;
}

static void arithmetic(void **state)
{
  (void)state;
  const Expr *p = scalar(z), *q = at1(y, i);
  assert_string_equal(text(sub(power(p, num(2)), num(1))), "z^2 - 1");
  assert_string_equal(text(mul(q, sub(q, p))), "y[i] * (y[i] - z)");
  assert_string_equal(text(quo(p, mul(num(2), q))), "z / (2 * y[i])");
  assert_string_equal(text(mul(rat(-3, 2), p)), "-3 * z / 2");
  assert_string_equal(text(power(p, rat(-1, 2))), "1 / sqrt(z)");
  assert_string_equal(text(power(p, rat(3, 2))), "z^(3/2)");
  assert_string_equal(text(power(p, q)), "z^y[i]");
  assert_string_equal(text(power(power(p, q), rat(1, 3))), "(z^y[i])^(1/3)");
  assert_string_equal(text(log_(num(6.283185307179586))), "log(2 * pi)");
  assert_string_equal(text(abs_(sub(p, q))), "|y[i] - z|");
  assert_string_equal(text(rat(1, 3)), "1 / 3");
  assert_string_equal(text(mul(same(i, j), p)), "(i == j) * z");
}

static void binders(void **state)
{
  (void)state;
  assert_string_equal(text(neg(sum(i, sum(k, mul(at2(x, i, k), log_(at1(w, k))))))), "-sum{i, k} x[i, k] * log(w[k])");
  assert_string_equal(text(expr_reduce(pool, R_SUM, i, abs_(at1(y, i)), cmp(C_LT, ix(i), ix(j)), NULL, NULL)), "sum{i : i < j} |y[i]|");
  assert_string_equal(text(expr_reduce(pool, R_SUM, i, shifted(y, i, -1), NULL, num(2), NULL)), "sum{i in 2..N} y[i - 1]");
  assert_string_equal(text(sum(i, exp_(ix(i)))), "sum{i in N} exp(i)");
  assert_string_equal(text(mul(rat(1, 2), sum(i, at1(y, i)))), "1 / 2 * sum{i} y[i]");
  assert_string_equal(text(mul(scalar(z), mul(sum(i, at1(y, i)), sum(k, at1(w, k))))), "z * (sum{i} y[i]) * sum{k} w[k]");
  Index *other = fresh(N, "i");
  assert_string_equal(text(sum(other, exp_(mul(at1(y, other), at1(y, i))))), "sum{iʹ} exp(y[i] * y[iʹ])");
  const Expr *either = expr_if(pool, cmp(C_LT, ix(i), ix(j)), num(1), cmp(C_EQ, ix(i), num(2)));
  assert_string_equal(text(expr_if(pool, either, scalar(z), num(0))), "if i < j or i == 2 then z else 0");
}

static void symbols_and_matrices(void **state)
{
  (void)state;
  Symbol *phi = symbol_new(pool, SYM_PARAM, name_of("phi"), 2, (Axis *[]){ K, N });
  phi->bar = 1;
  assert_string_equal(text(at2(phi, k, i)), "phi[k | i]");
  assert_string_equal(text(expr_touch(pool, at2(phi, k, i))), "touch(phi[k | i])");
  const Expr *inv = expr_matrix(pool, MAT_INV, 1, &k, &l, at3(a, i, k, l), NULL, (const Expr *const[]){ num(1), ix(k) });
  assert_string_equal(text(inv), "inv(a[i])[1, k]");
  const Expr *outer = expr_matrix(pool, MAT_LOGDET, 1, &k, &l, add(same(k, l), mul(at1(w, k), at1(w, l))), NULL, NULL);
  assert_string_equal(text(outer), "logdet(array{k in K, l in K} ((k == l) + w[k] * w[l]))");
  const Expr *args[] = { ix(i), num(2) };
  assert_string_equal(text(expr_hole(pool, name_of("f"), 1, args + 1)), "f(2)");
  assert_string_equal(text(expr_hole(pool, name_of("f"), 1, args)), "f[i]");
}

static void as_latex(void **state)
{
  (void)state;
  Symbol *mu = symbol_new(pool, SYM_PARAM, name_of("mu"), 2, (Axis *[]){ N, K });
  ((Function *)(uintptr_t)fn_log)->latex = "\\log";
  assert_string_equal(latex(expr_touch(pool, at2(mu, i, k))), "\\mu^{(t)}_{i,k}");
  assert_string_equal(latex(power(expr_touch(pool, at2(mu, i, k)), num(2))), "{\\mu^{(t)}_{i,k}}^{2}");
  assert_string_equal(latex(sum(k, log_(at1(w, k)))), "\\sum_{k} \\log w_{k}");
  assert_string_equal(latex(quo(scalar(z), mul(num(2), at1(y, i)))), "\\frac{z}{2 y_{i}}");
  assert_string_equal(latex(expr_reduce(pool, R_SUM, i, shifted(y, i, -1), NULL, num(2), NULL)), "\\sum_{i=2}^{N} y_{i - 1}");
  assert_string_equal(latex(expr_reduce(pool, R_MIN, i, at1(y, i), NULL, NULL, NULL)), "\\min_{i} y_{i}");
  const Expr *residual = sub(at2(x, i, k), at2(mu, j, k)), *twin = sub(at2(x, i, l), at2(mu, j, l));
  assert_string_equal(latex(sum(i, sum(k, power(residual, num(2))))), "\\sum_{i} \\left\\|x_{i} - \\mu_{j}\\right\\|^{2}");
  assert_string_equal(latex(power(sum(k, power(residual, num(2))), rat(1, 2))), "\\left\\|x_{i} - \\mu_{j}\\right\\|");
  assert_string_equal(latex(sum(k, mul(at2(x, i, k), at2(mu, j, k)))), "{x_{i}}^{\\top} \\mu_{j}");
  Symbol *S = symbol_new(pool, SYM_PARAM, name_of("S"), 2, (Axis *[]){ K, K });
  const Expr *inverse = expr_matrix(pool, MAT_INV, 1, &k, &l, at2(S, k, l), NULL, (const Expr *const[]){ ix(k), ix(l) });
  assert_string_equal(latex(sum(k, mul(residual, sum(l, mul(twin, inverse))))),
                      "{\\left(x_{i} - \\mu_{j}\\right)}^{\\top} {S}^{-1} \\left(x_{i} - \\mu_{j}\\right)");
  assert_string_equal(latex(sum(i, power(sub(at1(y, i), scalar(z)), num(2)))), "\\sum_{i} (y_{i} - z)^{2}");      /* z is no vector */
  assert_string_equal(with_vectors(sum(i, sum(k, power(residual, num(2))))), "sum{i} |x[i] - mu[j]|^2");
  assert_string_equal(with_vectors(power(sum(k, power(residual, num(2))), rat(1, 2))), "|x[i] - mu[j]|");
  assert_string_equal(with_vectors(power(sum(k, mul(at2(x, i, k), at2(mu, j, k))), num(2))), "dot(x[i], mu[j])^2");
  assert_string_equal(with_vectors(sum(k, mul(residual, sum(l, mul(twin, inverse))))), "quad(x[i] - mu[j], inv(S))");
  assert_string_equal(with_vectors(sum(i, power(sub(at2(x, i, k), at1(y, i)), num(2)))), "|x[:, k] - y|^2");
  assert_string_equal(with_vectors(sum(i, mul(at1(y, i), at2(x, i, k)))), "sum{i} x[i, k] * y[i]");      /* over data: no inner product */
  Symbol *named = symbol_new(pool, SYM_PARAM, name_of("rate_max"), 0, NULL);
  assert_string_equal(latex(scalar(named)), "\\mathrm{rate}_{\\mathrm{max}}");
}

int main(void)
{
  const struct CMUnitTest tests[] = { TEST(arithmetic), TEST(binders), TEST(symbols_and_matrices), TEST(as_latex) };
  return RUN_TESTS(tests);
}
