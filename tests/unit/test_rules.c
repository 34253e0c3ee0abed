/* Every rule of the library against its own numeric check, and the check against rules that are wrong on purpose.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rules.h"
#include "test.h"
#include "library.h"
#include "syntax/parse.h"
#include "base/stdlib_path.h"
#include <stdlib.h>
#include <string.h>

static Library library;

static void holds(void **state)
{
  Buf report = { 0 };
  bool ok = true;
  for (uint64_t seed = 1; ok && seed <= 2; seed++) {
    buf_clear(&report);
    ok = rules_check(library.rules, *state, seed, &report);
  }
  if (!ok) print_message("# %s", buf_text(&report));
  buf_free(&report);
  assert_true(ok);
}

/* ---- wrong rules ------------------------------------------------------------------------------------------------------ */

static const struct { const char *what, *text; } wrong[] = {
  { "equal weights instead of posterior ones",
    "for -log(sum{z} a[z]) where a[z] >= 0\n bound sum{z} r[z] * (log(r[z]) - log(a[z]))\n with r[z] = 1 / sum{z} 1\n check a[z] in (0.1, 5), Z = 4" },
  { "Jensen's inequality the wrong way round",
    "for log(sum{z} a[z]) where a[z] >= 0\n bound sum{z} r[z] * (log(a[z]) - log(r[z]))\n with r[z] = touch(a[z]) / sum{z} touch(a[z])\n check a[z] in (0.1, 5), Z = 4" },
  { "Jensen's inequality for terms of any sign",
    "for -log(sum{z} a[z])\n bound sum{z} r[z] * (log(r[z]) - log(a[z]))\n with r[z] = touch(a[z]) / sum{z} touch(a[z])\n check a[z] in (-1, 5), Z = 4" },
  { "a tangent without concavity",
    "for f(u)\n bound touch(f(u)) + w * (u - touch(u))\n with w = touch(slope(f(u), u))\n check u in (0.1, 5)" },
  { "a tangent with half the slope",
    "for f(u) where concave(f)\n bound touch(f(u)) + w / 2 * (u - touch(u))\n with w = touch(slope(f(u), u))\n check u in (0.1, 5)" },
  { "a half-quadratic bound that forgets that f is even",
    "for f(u) where concave(f, u^2)\n bound touch(f(u)) + w * (u^2 - touch(u)^2)\n with w = touch(slope(f(u), u) / (2 * u))\n check u in (-3, 3)" },
  { "a curvature 4 % too small",
    "for softplus(u)\n bound touch(softplus(u)) + touch(logistic(u)) * (u - touch(u)) + 0.12 * (u - touch(u))^2\n check u in (-4, 4)" },
  { "a table's curvature taken 4 % smaller",
    "for f(u) where bounded_curvature(f)\n bound touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + 0.48 * curvature(f) * (u - touch(u))^2\n check u in (-4, 4)" },
  { "the greatest instead of the least",
    "for min{k} f[k]\n bound sum{k} d[k] * f[k]\n with d[k] = touch(k == argmax{k} f[k])\n check f[k] in (-3, 3), K = 4" },
  { "an average instead of the least",
    "for min{k} f[k]\n bound (sum{k} f[k]) / sum{k} 1\n check f[k] in (-3, 3), K = 4" },
  { "a frozen factor",
    "for u * log(1 + u) where u >= 0\n bound touch(u) * log(1 + u)\n check u in (0.1, 5)" },
  { "a logarithm of a product with a factor counted twice",
    "for log(u * v) where u >= 0 and v >= 0\n bound log(u) + 2 * log(v)\n update exact\n check u in (0.1, 5), v in (0.1, 5)" },
  { "a bound that is called a rewrite",
    "for u^(1/2) where u >= 0\n bound u / 2 + 1 / 2\n update exact\n check u in (0.1, 5)" },
  { "a norm's weight without the half",
    "for u^(1/2) where u >= 0\n bound u / s + s\n with s = touch(max(u^(1/2), 1e-9))\n check u in (0.1, 5)" },
  { "Minka's bound for counts below 1",
    "for lgamma(x) - lgamma(x + n) where x > 0 and constant(n)\n bound touch(lgamma(x) - lgamma(x + n)) - w * (log(x) - log(touch(x)))\n"
    " with w = touch(x * (digamma(x + n) - digamma(x)))\n check x in (0.1, 5), n in (0.2, 0.9)" },
  { "the cosine's half-quadratic bound, unwrapped",
    "for -cos(u)\n bound touch(-cos(u)) + w * (u^2 - touch(u)^2)\n with w = touch(sin(u) / (2 * u))\n check u in (-6, 6)" },
  { "the tangent of an inverse as a bound from above",
    "for sum{d, e} B[d, e] * inv(A)[d, e] where constant(B)\n bound sum{d, e} G[d, e] * (2 * touch(A[d, e]) - A[d, e])\n"
    " with G[d, e] = touch(sum{i} inv(A)[d, i] * sum{j} B[i, j] * inv(A)[e, j])\n check D = 3" },
  { "components of a covariance whose parts are weighed once instead of twice",
    "for sum{d, e} B[d, e] * inv(A)[d, e] where constant(B) and constant(V) and matches(A[d, e], sum{k} x[k] * V[k, d, e])\n"
    " bound sum{k} w[k] * (2 - x[k] / touch(x[k]))\n with G[d, e] = touch(sum{i} inv(A)[d, i] * sum{j} B[i, j] * inv(A)[e, j])\n"
    " with w[k] = touch(x[k]) * sum{d, e} G[d, e] * V[k, d, e]\n check x[k] in (0.1, 3), D = 3, K = 3" },
  { "a product below the mean of its factors",
    "for prod{k} a[k] where a[k] > 0\n bound touch(prod{k} a[k]) / (sum{k} 1) * sum{k} a[k] / touch(a[k])\n check a[k] in (0.3, 3), K = 3" },
  { "the greater of two by the one that is greater now",
    "for max(u, v)\n bound first * u + (1 - first) * v\n with first = touch(u >= v)\n check u in (-3, 3), v in (0.1, 3)" },
  { "a gradient step uphill", "for x: F\n bound touch(F) - g * (x - touch(x)) + stiffness / 2 * (x - touch(x))^2\n with g = gradient(x)\n update local\n check F = (x^2 - a)^2, a in (-2, 2)" },
  { "a gradient step whose curvature does not grow",
    "for x: F\n bound touch(F) + gradient(x) * (x - touch(x)) + 1/2 * (x - touch(x))^2\n update local\n check F = (x^2 - a)^2, a in (-2, 2)" },
  { "a guarded surrogate that is not convex",
    "for x: F\n bound touch(F) + gradient(x) * (x - touch(x)) - 1/2 * (x - touch(x))^2\n update guarded\n check F = (x^2 - a)^2, a in (-2, 2)" },
  { "a gradient split that takes one part twice",
    "for x > 0: F\n bound touch(F) + gradient_up(x) * (x^2 / touch(x) - touch(x)) - gradient_down(x) * touch(x) * (log(x) - log(touch(x)))\n update guarded\n"
    " check F = a * x^2 - b * x, a in (0.1, 2), b in (0.1, 2)" },
  { "a tangent of a whole loss as a bound", "for x: F\n bound touch(F) + gradient(x) * (x - touch(x))\n check F = x^4 - a * x^2, a in (0.1, 2)" },
  { "a quadratic on a simplex with half its greatest entry",
    "for p[K] in simplex: F\n bound touch(F) + sum{k} (gradient(p[k]) * (p[k] - touch(p[k])) + s * (p[k] * log(p[k]) - p[k] * log(touch(p[k]))))\n with s = max{k} max{l in k} abs(hessian(p[k], p[l])) / 4\n"
    " check F = sum{k} a[k] * p[k]^2, a[k] in (0.5, 2), K = 2" },
  { "a local bound of the exponential without room", "for exp(u)\n bound touch(exp(u)) * (1 + (u - touch(u)) + 1/2 * (u - touch(u))^2)\n update local\n check u in (-3, 3), stiffness = 40" },
  { "no check clause",
    "for -u^2\n bound touch(u)^2 - 2 * touch(u) * u" },
};

static const struct { const char *what, *text; } wrong_rows[] = {
  { "half the mean", "for x: a / 2 * x^2 - h * x where a >= 0\n gives x = h / (2 * a)\n needs a > 0 else keep\n check a in (0.1, 3), h in (-3, 3)" },
  { "a maximum where the sign of the curvature is not asked", "for x: a / 2 * x^2 - h * x\n gives x = h / a\n check a in (-3, 3), h in (-3, 3)" },
  { "the quotient upside down", "for x > 0: a * x - c * log(x) where a >= 0 and c >= 0\n gives x = a / c\n needs a > 0 and c > 0 else keep\n check a in (0.1, 3), c in (0.1, 3)" },
  { "weights that do not add up to one", "for p[K] in simplex: -sum{k} a[k] * log(p[k]) where a[k] >= 0\n gives p[k] = a[k]\n check a[k] in (0.1, 3), K = 5" },
  { "equal weights whatever the counts", "for p[K] in simplex: -sum{k} a[k] * log(p[k]) where a[k] >= 0\n gives p[k] = 1 / sum{k} 1\n check a[k] in (0.1, 3), K = 5" },
  { "a covariance over twice the weight",
    "for S[D, D] in spd: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e] where n >= 0\n gives S[d, e] = A[d, e] / (2 * n)\n needs n > 0 else keep\n check n in (1, 4), D = 3" },
  { "a soft threshold of the wrong sign",
    "for x: a / 2 * x^2 - h * x + l * abs(x) where a >= 0 and l >= 0\n gives x = if h > l then (h + l) / a else if h < -l then (h - l) / a else 0\n needs a > 0 else keep\n"
    " check a in (0.1, 3), h in (-3, 3), l in (0, 2)" },
  { "normal equations added instead of taken away",
    "for v[J]: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j]))\n gives v[j] = touch(v[j]) + solve(A, g)[j]\n"
    " check g[j] in (-2, 2), J = 4" },
  { "the other side's share", "for x in (0, 1): -a * log(x) - b * log(1 - x) where a >= 0 and b >= 0\n gives x = b / (a + b)\n needs a + b > 0 else keep\n check a in (0.1, 3), b in (0.1, 3)" },
  { "a root of the wrong branch",
    "for x > 0: a * x + b / x + c * log(x) where a >= 0 and b >= 0\n let s = (c^2 + 4 * a * b)^(1/2)\n gives x = 2 * b / (s - c) * 1.05\n check a in (0.1, 3), b in (0.1, 3), c in (-3, 3)" },
  { "a slope that is kept where the square is missing", "for x: a / 2 * x^2 - h * x where a >= 0\n gives x = h / a\n needs a > 0 else keep\n check a in (0.1, 3), h in (-3, 3)" },
  { "unbounded where nothing is left", "for x: a / 2 * x^2 - h * x where a >= 0\n gives x = h / a\n needs a > 0 else unbounded\n check a in (0.1, 3), h in (-3, 3)" },
  { "nothing for the cell whose cost is linear",
    "for p[K] in simplex: -sum{k} c[k] * log(p[k]) + sum{k} a[k] * p[k] where c[k] >= 0\n let m = min{k} (if c[k] > 0 then a[k] else 1e300)\n"
    " search t in (0, sum{k} c[k]): 1 - sum{k} (if c[k] > 0 then c[k] / (a[k] - m + t) else 0)\n gives p[k] = if c[k] > 0 then c[k] / (a[k] - m + t) else 0\n"
    " needs max{k} c[k] > 0 else k == argmin{l in K} a[l]\n check c[k] in (0.1, 3), a[k] in (-3, 3), K = 5" },
  { "all variances as noise beside loadings",
    "for W[D, Q], s > 0: n * logdet(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s * (d == e))) +\n"
    " sum{d in D, e in D} B[d, e] * inv(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s * (d == e)))[d, e] where n > 0\n let M[d, e] = -B[d, e] / n\n"
    " let l[d] = -eigenvalues(array{d in D, e in D} M[d, e])[d]\n gives s = (sum{d in D} l[d]) / sum{d in D} 1\n"
    " gives W[d, q] = sum{e in D} (e == q) * eigenvectors(array{d in D, e in D} M[d, e])[d, e] * sqrt(max(l[e] - s, 0))\n check n in (1, 4), D = 3, Q = 1" },
  { "a vector that is not on the sphere", "for v[D] in sphere: -sum{d} h[d] * v[d]\n gives v[d] = h[d]\n check h[d] in (-2, 2), D = 4" },
};

static const struct { const char *what, *text; } wrong_charts[] = {
  { "all numbers for positive ones", "for x > 0: x = u\n inverse u = x\n check u in (-3, 3)" },
  { "the wrong way back", "for x > 0: x = exp(u)\n inverse u = log(x) / 2\n check u in (-3, 3)" },
  { "half of the domain", "for x > 0: x = 1 + exp(u)\n inverse u = log(max(x - 1, 1e-9))\n check u in (-3, 3)" },
  { "weights that do not add up to one", "for p[K] in simplex: p[k] = exp(u[k])\n inverse u[k] = log(p[k])\n check u[k] in (-1, 1), K = 4" },
  { "a coordinate without effect", "for x in (0, 1): x = 1/2 + floor(logistic(u)) / 4\n check u in (-1, 1)" },
  { "a step off the circle", "for x[D] in sphere: x[d] = touch(x[d]) + u[d]\n check u[d] in (-1, 1), D = 3" },
};

static void rejects(const char *kind, const char *what, const char *text)
{
  Library l;
  Buf report = { 0 }, source = { 0 };
  assert_true(library_open(&l));
  buf_printf(&source, "%s wrong\n %s\nend\n", kind, text);
  const Source *s = source_from_text(l.arena, "wrong.em", ".", buf_text(&source), source.len);
  const Node *file = parse_source(l.arena, s, &l.diags);
  bool read = file && file->nkids == 1 && rules_add(l.rules, file->kid[0], &l.diags);
  if (!read) diag_print(&l.diags, stdout, false);
  assert_true(read);
  bool passed = rules_check(l.rules, name_of("wrong"), 1, &report);
  if (passed) print_message("# not noticed: %s\n# %s", what, buf_text(&report));
  assert_false(passed);
  assert_true(report.len > 0);
  buf_free(&report);
  buf_free(&source);
  library_close(&l);
}

static void wrong_bounds_are_noticed(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) rejects("majorizer", wrong[i].what, wrong[i].text);
}

static void wrong_rows_are_noticed(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof wrong_rows / sizeof *wrong_rows; i++) rejects("minimizer", wrong_rows[i].what, wrong_rows[i].text);
}

static void wrong_charts_are_noticed(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof wrong_charts / sizeof *wrong_charts; i++) rejects("chart", wrong_charts[i].what, wrong_charts[i].text);
}

/* R-MEAN, R-MIN-OF: what is made of bounds is a bound */
static const struct { const char *what, *text; } combined[] = {
  { "the mean of two bounds",
    "for softplus(u)\n bound touch(softplus(u)) + touch(logistic(u)) * (u - touch(u)) + (1/3 * 1/8 + 2/3 * 1/4) * (u - touch(u))^2\n check u in (-4, 4)" },
  { "the lower of two bounds",
    "for softplus(u)\n bound min(touch(softplus(u)) + touch(logistic(u)) * (u - touch(u)) + 1/8 * (u - touch(u))^2, touch(softplus(u)) + (u - touch(u)) / 2 + w * (u^2 - touch(u)^2))\n"
    " with w = touch(if abs(u) > 1e-4 then tanh(u / 2) / (4 * u) else 1/8)\n check u in (-4, 4)" },
};

static void combined_bounds_hold(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof combined / sizeof *combined; i++) {
    Library l;
    Buf report = { 0 }, source = { 0 };
    library_open(&l);
    buf_printf(&source, "majorizer combined\n %s\nend\n", combined[i].text);
    const Node *file = parse_source(l.arena, source_from_text(l.arena, "combined.em", ".", buf_text(&source), source.len), &l.diags);
    bool ok = file && file->nkids == 1 && rules_add(l.rules, file->kid[0], &l.diags) && rules_check(l.rules, name_of("combined"), 1, &report);
    if (!ok) print_message("# %s: %s\n", combined[i].what, buf_text(&report));
    assert_true(ok);
    buf_free(&report);
    buf_free(&source);
    library_close(&l);
  }
}

static void unknown_rules(void **state)
{
  (void)state;
  Buf report = { 0 };
  assert_false(rules_check(library.rules, name_of("no_such_rule"), 1, &report));
  assert_string_equal(buf_text(&report), "no_such_rule: there is no such rule\n");
  buf_free(&report);
}

int main(void)
{
  if (!library_open(&library)) return 1;
  const char *folder = stdlib_folder(library.arena);
  if (!rules_load(library.rules, folder, &library.diags) || !rules_read_all(library.rules)) { diag_print(&library.diags, stderr, false); return 1; }
  int n = rules_count(library.rules);
  struct CMUnitTest *tests = calloc((size_t)n + 5, sizeof *tests);
  if (!tests) return 1;
  for (int i = 0; i < n; i++) {
    const Name *name = rules_name(library.rules, i);
    tests[i] = (struct CMUnitTest){ name->text, holds, NULL, NULL, (void *)(uintptr_t)name };
  }
  tests[n] = (struct CMUnitTest)cmocka_unit_test(wrong_bounds_are_noticed);
  tests[n + 1] = (struct CMUnitTest)cmocka_unit_test(wrong_rows_are_noticed);
  tests[n + 2] = (struct CMUnitTest)cmocka_unit_test(wrong_charts_are_noticed);
  tests[n + 3] = (struct CMUnitTest)cmocka_unit_test(unknown_rules);
  tests[n + 4] = (struct CMUnitTest)cmocka_unit_test(combined_bounds_hold);
  int failed = _cmocka_run_group_tests("rules", tests, (size_t)n + 5, NULL, NULL);
  free(tests);
  library_close(&library);
  return failed;
}
