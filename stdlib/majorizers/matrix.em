# Log-determinants and inverses of sums of matrices.

majorizer log_determinant
  id      "R-LOGDET"
  order   48
  for     logdet(A)
  bound   touch(logdet(A)) + sum{d, e} P[d, e] * A[d, e] - sum{d, e} P[d, e] * touch(A[d, e])
  with    P[d, e] = touch(inv(A)[d, e])
  because "logdet is concave: it lies below its tangent, whose slope is the inverse"
  source  "Hunter and Lange 2004; Sun, Babu and Palomar 2017"
  check   D = 3
end

# A size that stands before the whole matrix leaves it, so that the rows for sizes and for shapes find their terms.
majorizer size_of_determinant
  id      "R-NORM-LOG"
  order   10.5
  for     logdet(A)                           where matches(A[d, e], x * V[d, e]) and x > 0
  bound   (sum{d} 1) * log(x) + logdet(array{d, e} V[d, e])
  update  exact
  because "a factor of all entries leaves the determinant in the power of their number"
  check   x in (0.1, 3), D = 3
end

majorizer size_of_determinant_below
  id      "R-NORM-LOG"
  order   10.5
  for     -logdet(A)                          where matches(A[d, e], x * V[d, e]) and x > 0
  bound   -(sum{d} 1) * log(x) - logdet(array{d, e} V[d, e])
  update  exact
  because "a factor of all entries leaves the determinant in the power of their number"
  check   x in (0.1, 3), D = 3
end

# Variance components: a sum of known matrices with positive weights. In the inverse weights the left side is concave.
majorizer inverse_of_components
  id      "R-TRINV-SUM"
  order   20
  for     sum{d, e} B[d, e] * inv(A)[d, e]    where constant(B) and semidefinite(B) and
                                                    matches(A[d, e], sum{k} x[k] * V[k, d, e]) and
                                                    x[k] >= 0 and constant(V) and semidefinite(V)
  bound   sum{k} w[k] / x[k]
  with    G[d, e] = touch(sum{i} inv(A)[d, i] * sum{j} B[i, j] * inv(A)[e, j])
  with    w[k] = touch(x[k]^2) * sum{d, e} G[d, e] * V[k, d, e]
  because "v' inv(sum x V) v is the least sum of squares of parts of v that the components have to explain: the parts of now give a bound"
  source  "Zhou, Hu, Zhou and Lange 2019"
  check   x[k] in (0.1, 3), D = 3, K = 3
end

# A covariance that is added to a known matrix.
majorizer inverse_of_shifted
  id      "R-TRINV-SUM"
  order   21
  for     sum{d, e} B[d, e] * inv(A)[d, e]    where constant(B) and semidefinite(B) and
                                                    matches(A[d, e], X[d, e] + C[d, e]) and
                                                    entry(X) and definite(X) and constant(C) and semidefinite(C)
  bound   sum{d, e} H[d, e] * inv(X)[d, e] + sum{d, e} G[d, e] * C[d, e]
  with    G[d, e] = touch(sum{i} inv(A)[d, i] * sum{j} B[i, j] * inv(A)[e, j])
  with    H[d, e] = touch(sum{i} X[d, i] * sum{j} G[i, j] * X[e, j])
  because "v' inv(X + C) v is the least sum of squares of the parts of v that X and C have to explain: the parts of now give a bound"
  source  "Zhou, Hu, Zhou and Lange 2019"
  check   D = 3
end

# Factor analysis and probabilistic principal components: the scores of now in the place of the best ones.
majorizer inverse_of_gram
  id      "R-VARMIN"
  order   22
  for     sum{d, e} B[d, e] * inv(A)[d, e]    where constant(B) and semidefinite(B) and
                                                    matches(A[d, e], sum{q} W[d, q] * W[e, q] + C[d, e]) and definite(C)
  bound   sum{q} K[q, q] + sum{d, e} inv(C)[d, e] * (B[d, e] - sum{q} W[d, q] * H[q, e] - sum{q} W[e, q] * H[q, d] +
          sum{q} W[d, q] * sum{r} K[q, r] * W[e, r])
  with    Z[q, d] = touch(sum{i} W[i, q] * inv(A)[i, d])
  with    H[q, d] = sum{i} Z[q, i] * B[i, d]
  with    K[q, r] = sum{i} H[q, i] * Z[r, i]
  because "v' inv(W W' + C) v is the least of |z|^2 + (v - W z)' inv(C) (v - W z): the scores z of now give a bound"
  source  "Rubin and Thayer 1982"
  check   W[d, q] in (-2, 2), D = 3, Q = 2
end

# Downward, inverses and log-determinants of anything.
majorizer inverse_below
  id      "R-TRINV-NEG"
  order   49
  for     -sum{d, e} B[d, e] * inv(A)[d, e]   where constant(B) and semidefinite(B)
  bound   sum{d, e} G[d, e] * A[d, e] - 2 * sum{d, e} G[d, e] * touch(A[d, e])
  with    G[d, e] = touch(sum{i} inv(A)[d, i] * sum{j} B[i, j] * inv(A)[e, j])
  because "tr(B inv(A)) is convex in A: it lies above its tangent"
  source  "Sun, Babu and Palomar 2017"
  check   D = 3
end

majorizer log_determinant_of_components
  id      "R-LOGLOG"
  order   45
  for     -logdet(A)                          where matches(A[d, e], sum{k} x[k] * V[k, d, e]) and
                                                    x[k] >= 0 and constant(V) and semidefinite(V)
  bound   touch(-logdet(A)) - sum{k} c[k] * (log(x[k]) - log(touch(x[k])))
  with    c[k] = touch(x[k] * sum{d, e} inv(A)[d, e] * V[k, d, e])
  because "the determinant is a polynomial in the weights without negative coefficients, so its logarithm is convex in theirs"
  source  "Silvey, Titterington and Torsney 1978; Baum and Eagon 1967"
  check   x[k] in (0.1, 3), D = 3, K = 3
end

majorizer log_determinant_below
  id      "R-LOGDET-INV"
  order   49
  for     -logdet(A)
  bound   touch(-logdet(A)) + sum{d, e} S[d, e] * inv(A)[d, e] - sum{d, e} S[d, e] * touch(inv(A)[d, e])
  with    S[d, e] = touch(A[d, e])
  because "-logdet(A) is the log-determinant of the inverse and concave in it: it lies below its tangent there"
  source  "Sun, Babu and Palomar 2017"
  check   D = 3
end

# A signal over noise: rates in communication, separable in the signal and the noise.
majorizer signal_to_noise
  id      "R-SINR"
  order   35
  for     -log(1 + (sum{d} v[d]^2) / y)       where y > 0
  bound   touch(-log(1 + (sum{d} v[d]^2) / y)) + k * (s - 2 * sum{d} q[d] * v[d] + (sum{d} q[d]^2) * (y + sum{d} v[d]^2))
  with    q[d] = touch(v[d] / (y + sum{d} v[d]^2))
  with    s = touch((sum{d} v[d]^2) / (y + sum{d} v[d]^2))
  with    k = touch((y + sum{d} v[d]^2) / y)
  because "with s = |v|^2/(y + |v|^2) it is log(1 - s), concave in s; -s is the least of |q|^2 (y + |v|^2) - 2 q v over q"
  source  "Shen and Yu 2018"
  check   v[d] in (-3, 3), y in (0.1, 4), D = 2
end
