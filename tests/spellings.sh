#!/bin/sh
# spellings.sh: one loss in the several forms in which people write it, and losses beside those that the library's own examples have. Each
# must be derived by the rule that serves it, with a proof, a certificate that holds, and must end where Newton's method on the loss ends.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cd "$scratch" || exit 1

loss_of () { sed -n 's/.*"loss": \([-+0-9.e]*\),.*/\1/p' "$1" | head -1; }

# takes RULE MODEL [LOSS]: `;` between statements; the rule, a bound or a row, by its name. LOSS: another way to write the same, whose least
# value is compared; without it Newton's method on the loss itself
takes () {
  echo "$2" | tr ';' '\n' >model
  (cat model; echo derive) >derive.em
  (cat model; echo 'fit with tol = 1e-13, iters = 20000, restarts = 8, seed = 2') >fit.em
  (cat model; echo 'derive as json') >certificate.em
  if [ -n "$3" ]; then (echo "$3" | tr ';' '\n'; echo 'fit with tol = 1e-13, iters = 20000, restarts = 5') >other.em
  else (cat model; echo 'fit with method = newton, tol = 1e-14, iters = 3000, restarts = 5, seed = 7') >other.em; fi
  "$program" derive.em 2>&1 | tr -s ' \n' ' ' >derived
  "$program" --output=json fit.em >fitted 2>/dev/null
  "$program" --output=json other.em >other 2>/dev/null
  ok "$1: $2" grep -q "\[$1, " derived
  is "$1 is proved and never rises" "$(grep -c '"majorizer": false' fitted) $(grep -c '"monotone": true' fitted)" "0 1"
  ok "$1 ends where another way does: $(loss_of fitted), $(loss_of other)" awk -v a="$(loss_of fitted)" -v b="$(loss_of other)" \
    'BEGIN {exit !(a != "" && b != "" && a - b <= 1e-7 * (b < 0 ? -b : b) + 1e-9)}'
  certified "the certificate of $1 holds" "$program" certificate.em
}

# names of functions
line='data a[N] = [1, 2, -1]; data s[N] = [1, -1, 1]; param b; param c'
takes jaakkola_jordan "$line; minimize sum{i} log1p(exp(-s[i] * (b * a[i] + c))) + b^2 + c^2"
takes jaakkola_jordan "$line; minimize -sum{i} log((1 + tanh(s[i] * (b * a[i] + c))) / 2) + b^2 + c^2"
takes jaakkola_jordan "$line; minimize -sum{i} log((1 - tanh(s[i] * (b * a[i] + c))) / 2) + b^2 + c^2"
takes quadratic_bound "$line; minimize -sum{i} log((1 + erf(s[i] * (b * a[i] + c) / sqrt(2))) / 2) + b^2 + c^2"
takes quadratic_bound "$line; minimize -sum{i} log((1 - erf(s[i] * (b * a[i] + c) / sqrt(2))) / 2) + b^2 + c^2"
takes half_quadratic "$line; minimize sum{i} log(cosh(s[i] - b * a[i] - c))"
takes half_quadratic "$line; minimize sum{i} log(exp(s[i] - b * a[i] - c) + exp(b * a[i] + c - s[i]))"
takes tangent "$line; minimize sum{i} log1p((s[i] - b * a[i] - c)^2)"

# shares of a whole; penalties that level off
takes soft_threshold 'data a[N, P] = [[1, 2], [3, 1], [0, 1]]; data y[N] = [1, 2, 1]; param b[P]; minimize sum{i} (y[i] - dot(a[i], b))^2 + sum{p} abs(b[p]) / (1 + abs(b[p]))'
takes weighted_mean 'data y[N] = [1, 2, 9, 1.5]; data a[N] = [1, 2, 4, 0]; param b; param c; minimize sum{i} 2 * (y[i] - b * a[i] - c)^2 / (4 + (y[i] - b * a[i] - c)^2)'

takes fair 'data y[N] = [1, 2, 9, 1.5]; data a[N] = [1, 2, 4, 0]; param b; param c; minimize sum{i} (abs(y[i] - b * a[i] - c) - log(1 + abs(y[i] - b * a[i] - c)))'
takes fair_scaled 'data y[N] = [1, 2, 9, 1.5]; data a[N] = [1, 2, 4, 0]; param b; param c; minimize sum{i} (1.4 * abs(y[i] - b * a[i] - c) - 1.4^2 * log(1 + abs(y[i] - b * a[i] - c) / 1.4))'

# logarithms of products behind a factor
takes gamma_shape 'data x[N] = [1, 0.2, 5, 3]; param a > 0; param m > 0; minimize -sum{i} log(gamma(x[i] | a, a / m))'
takes gamma_rate 'param x > 0; param y > 0; minimize 2 * x + y + 1 / y - y * log(x / y) - log(x)'

# counts with a mean and a precision; terms behind a factor that they share
takes rising_factorial_below 'data n[N, K] = [[1, 2, 0], [3, 0, 1], [2, 2, 9]]; param s > 0; param m[K] in simplex; minimize sum{i} (lgamma(s + sum{k} n[i, k]) - lgamma(s)) - sum{i, k} (lgamma(s * m[k] + n[i, k]) - lgamma(s * m[k]))'
takes bessel_of_norm 'param v[4]; minimize 3 * |v|^2 - 4 * v[1] + 3 * log_besseli(1, |v|) - 3 * log(|v|)'
takes bessel_of_norm 'data z[N, D] = [[0.6, 0.8, 0], [0, 0.6, 0.8]]; param v[D]; minimize sum{i} (log_besseli(0.5, |v|) - 0.5 * log(|v|) - dot(v, z[i])) + |v|^2 / 9'
takes bessel_of_zero_order 'param v[2]; minimize |v|^2 - 4 * v[1] + log_besseli(0, |v|)'

# inverses of inverses, sizes of known shapes
rows='data z[N, D] = [[1, 2], [2, 1], [3, 0], [0, 0]]'
takes precision "$rows; param m[D]; param P[D, D] in spd; minimize -sum{i} log(normal(z[i] | m, inv(P)))"
takes precision "$rows; param P[D, D] in spd; param v > 0; minimize -sum{i} log(normal(z[i] | zeros(D), v * inv(P))) + tr(P) + 1 / v"
takes size_of_determinant "$rows; data R[D, D] = [[2, 1], [1, 2]]; param s > 0; minimize -sum{i} log(normal(z[i] | zeros(D), s * R))"
takes covariance_with_trace 'data A[D, D] = [[2, 1], [1, 2]]; data B[D, D] = [[1, 0.3], [0.3, 2]]; param S[D, D] in spd; minimize -3 * logdet(S) + tr(matmul(A, inv(S))) + tr(matmul(B, S))'

# a class of reference; forms that fall away
takes log_sum_exp_beside_known 'data a[N, J] = [[1, -2], [3, 1], [0, 1]]; data y[N] = [1, 2, 1]; let K = 2; param B[K, J]; minimize sum{i} (log(1 + sum{k} exp(dot(B[k], a[i]))) - dot(B[y[i]], a[i])) + |B|^2'
takes concave_form 'data A[D, D] = [[2, 1], [1, 3]]; data c[N, D] = [[1, 2], [0, 1]]; data w[N] = [1, 2]; param x[D]; minimize |x|^4 + 3 * |x|^2 - sum{i} w[i] * quad(x - c[i], A)'

# prices for not being 0: no search by slopes sees them
takes hard_threshold 'data y[N] = [1, 0.2, -3]; param b[N]; minimize sum{i} ((y[i] - b[i])^2 + (if b[i] == 0 then 0 else 0.5))' 'data y[N] = [1, 0.2, -3]; param b[N]; minimize sum{i} min(y[i]^2, (y[i] - b[i])^2 + 0.5)'
takes hard_threshold_by_reward 'data y[N] = [1, 0.2, -3]; param b[N]; minimize sum{i} ((y[i] - b[i])^2 + 0.5 - 0.5 * (b[i] == 0))' 'data y[N] = [1, 0.2, -3]; param b[N]; minimize sum{i} min(y[i]^2, (y[i] - b[i])^2 + 0.5)'

# squares of differences: targets of either sign, an unknown radius; forms on frames
takes cauchy 'data a[N, D] = [[1, 0], [0, 1], [1, 1], [3, 2]]; data r[N] = [-1, 2, 1, 2]; param c[D]; minimize sum{i} (r[i] - |a[i] - c|)^2'
takes quadratic_within 'data V[I, J] = [[1, -2, 3], [2, 0, -1], [0, 1, 2], [-1, 1, 1]]; let Q = 2; param W[I, Q] >= 0; param H[Q, J] >= 0; minimize sum{i, j} (V[i, j] - sum{q} W[i, q] * H[q, j])^2'
takes shifted_on_sphere 'data A[Q, D, D] = [[[2, 1], [1, 3]], [[1, 0.5], [0.5, 9]]]; param W[Q, D] in orthogonal; minimize sum{q, d, e} W[q, d] * A[q, d, e] * W[q, e]'
takes shifted_on_sphere 'data P[D, D] = [[2, 1], [1, 3]]; data x[N, D] = [[1, 2], [3, -1], [0, 1]]; data y[N, D] = [[5, 1], [1, 6], [4, 4]]; param R[D, D] in orthogonal; minimize sum{i} quad(array{d in D} (y[i, d] - sum{e} x[i, e] * R[e, d]), P)'

# an index that runs over the same numbers in two axes; rows of zeros under weights of sizes; a promise of descent
takes tangent 'data n[K, L] = [[0, 3, 1], [1, 0, 2], [2, 2, 0]]; param p[K] > 0; minimize sum{i in 1..3, j in 1..3} n[i, j] * (log(p[i] + p[j]) - log(p[i])) + sum{k} (p[k] - log(p[k]))'
printf 'data a[N, J] = [[1, -2], [0, 0]]\nparam x[J]\nminimize sum{i} (dot(a[i], x) - 1)^4\nderive using convex_of_linear_form as json\n' >zeros.em
certified "a row of zeros under De Pierro's bound" "$program" zeros.em
printf 'param x > 0\nparam y > 0\nminimize exp(x^2 + y^2 - x * y + y)\nderive as json\n' >descent.em
certified "a whole loss through an increasing function" "$program" descent.em

# powers below 1 of singular values, concave functions of each, weights of their own
takes singular_values_weighted 'data y[I, J] = [[1, 2, 3], [3, 1, 0]]; param X[I, J]; minimize sum{i, j} (y[i, j] - X[i, j])^2 + 2 * sum{q in I} singular_values(array{i in I, j in J} X[i, j])[q]^0.5'
takes singular_values_weighted 'data y[R, C] = [[1, 2, 3], [3, 1, 0]]; data w[C] = [0.3, 1.5, 1]; param M[C, R]; minimize 1/2 * sum{r, c} (y[r, c] - M[c, r])^2 + sum{q in C} w[q] * log(1 + 3 * singular_values(array{c in C, r in R} M[c, r])[q])'

# monotone functions of a least and of a greatest
points='data y[N] = [1, 2, 9, 1.5]'
takes function_of_minimum "$points; param m[2]; minimize sum{i} (min{k} (y[i] - m[k])^2)^2"
takes function_of_minimum "$points; data w[N] = [1, 2, 1, 0.5]; param m[2]; minimize sum{i} w[i] * exp(0.1 + 0.1 * min{k} (y[i] - m[k])^2)"
takes function_of_minimum_of_two 'data y[N] = [1, 1.2, 9, 9.5]; param b; param c; minimize sum{i} exp(min(0.1 * (y[i] - b)^2, 0.2 * (y[i] - c)^2))'
takes function_of_maximum_of_two_below 'param x > 0; param y > 0; param z > 0; minimize x^2 + y^2 + z^2 - x / 5 - log(max(x, y) + z)'
takes function_of_maximum_below 'data c[K] = [1, 2, 3]; param x[K] > 0; minimize 1 / (max{k} x[k]) + sum{k} c[k] * x[k]^2'

# unknowns and counts in one sum
takes rising_factorial 'data n[N, K] = [[1, 2, 0], [3, 0, 1], [2, 2, 9]]; param a[K] > 0; minimize sum{i} (lgamma(sum{k} (a[k] + n[i, k])) - lgamma(sum{k} a[k])) - sum{i, k} (lgamma(a[k] + n[i, k]) - lgamma(a[k]))'

# ends of domains elsewhere than at 0 and 1
takes gamma_rate_closed 'param x in [2, inf); minimize 3 * x - 2 * log(x - 2)'
takes gamma_rate 'data a[N] = [1, 3]; param t[N] < 5; minimize -(sum{i} (a[i] * t[i] + 2 * log(5 - t[i])))'
takes unit_interval 'param x in (1, 3); minimize -2 * log(x - 1) - 3 * log(3 - x)'
takes unit_interval_linear 'data n[N] = [1, 2, 5]; param r[N] in (-1, 1); minimize sum{i} (r[i] - 2 * log(1 + r[i]) - n[i] * log(1 - r[i]))'
takes quadratic_log 'param x > -1; minimize (x - 3)^2 - log(1 + x)'

# mean field: entropies beside forms that couple the entries
takes diagonal_entropy 'data c[I, K] = [[1, 2, 0], [0, 3, 1]]; data d[I, I] = [[0, 0.3], [0.3, 0]]; param t[I, K] in simplex; minimize sum{i, k} (t[i, k] * log(t[i, k]) + c[i, k] * t[i, k]) - sum{i, j, k} d[i, j] * t[i, k] * t[j, k]'
takes diagonal_entropy 'data w[S] = [1, 2]; data h[K, K] = [[0, 1, 0.5], [1, 0, 0], [0.5, 0, 0]]; param q[S, K] in simplex; minimize sum{s} w[s] * sum{k} q[s, k] * log(q[s, k]) + 0.2 * sum{k, l} h[k, l] * q[1, k] * q[2, l] - sum{s} q[s, 1]'
takes diagonal_entropy_of_two 'data c[I] = [1, 2, -1]; data d[I, I] = [[0, 0.3, 0], [0.3, 0, 0.4], [0, 0.4, 0]]; param m[I] in (0, 1); minimize sum{i} (m[i] * log(m[i]) + (1 - m[i]) * log(1 - m[i]) + c[i] * m[i]) - sum{i, j} d[i, j] * m[i] * m[j]'

# robust regression with its scale
takes huber_with_scale 'data y[N] = [1, 2, 9, 1.5, 1.2, 4]; data x[N] = [0, 1, 2, 3, 4, 5]; param s > 0; param b; param a; minimize sum{i} s * huber((y[i] - a - b * x[i]) / s, 0.7) + 0.3 * N * s'
takes huber_with_scale_at_one 'data y[N] = [1, 2, 9, 1.5, 1.2, 4]; data w[N] = [1, 2, 1, 1, 0.5, 1]; param t > 0; param m; minimize sum{i} w[i] * (huber((m - y[i]) / t, 1) * t + 0.5 * t)'
done_testing
