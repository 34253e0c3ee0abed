# Functions of eigenvalues, singular values and sorted values.

# Concave upward: the least eigenvalue, minus the greatest. A multiple one has several vectors; each gives a bound.
majorizer least_eigenvalue
  id      "R-EIGMIN"
  order   48
  for     eigenvalues(A)[1]
  bound   sum{d} v[d] * sum{e} v[e] * A[d, e]
  with    v[d] = touch(eigenvectors(A)[d, 1])
  because "the least eigenvalue is the least of v' A v over unit vectors v: it lies below that of the vector of now"
  source  "Lange 2016"
  check   D = 3
end

majorizer greatest_eigenvalue_below
  id      "R-EIGMIN"
  order   48
  for     -eigenvalues(array{d, e in d} A[d, e])[sum{d} 1]
  bound   -sum{d} v[d] * sum{e} v[e] * A[d, e]
  with    v[d] = touch(eigenvectors(array{d, e in d} A[d, e])[d, sum{e in d} 1])
  because "the greatest eigenvalue is the greatest of v' A v over unit vectors v: it lies above that of the vector of now"
  source  "Lange 2016"
  check   A[d, e] in (-2, 2), D = 3
end

# Sums of singular values, and of their powers up to the square: reweighted least squares on the shorter side of the matrix, with a floor
# that keeps the weights finite.
majorizer singular_values_of_wide
  id      "R-SCHATTEN"
  order   48
  for     sum{q} singular_values(array{q, d} X[q, d])[q]    where sum{q} 1 <= sum{d} 1
  bound   1/2 * sum{q} s[q] + 1/2 * sum{q, r in q} P[q, r] * sum{d} X[q, d] * X[r, d]
  with    M[q, r] = touch(sum{d} X[q, d] * X[r, d])
  with    s[q] = max(sqrt(max(eigenvalues(array{q, r in q} M[q, r])[q], 0)), 1e-9)
  with    P[q, r] = sum{k in q} eigenvectors(array{q, r in q} M[q, r])[q, k] * eigenvectors(array{q, r in q} M[q, r])[r, k] / s[k]
  because "the sum of the singular values is the least of (tr(P X X') + tr(inv(P))) / 2 over positive definite P"
  source  "Mohan and Fazel 2012"
  check   X[q, d] in (-2, 2), Q = 2, D = 3
end

majorizer singular_values_of_tall
  id      "R-SCHATTEN"
  order   48
  for     sum{q} singular_values(array{q, d} X[q, d])[q]    where sum{d} 1 < sum{q} 1
  bound   1/2 * sum{d} s[d] + 1/2 * sum{d, e in d} P[d, e] * sum{q} X[q, d] * X[q, e]
  with    M[d, e] = touch(sum{q} X[q, d] * X[q, e])
  with    s[d] = max(sqrt(max(eigenvalues(array{d, e in d} M[d, e])[d], 0)), 1e-9)
  with    P[d, e] = sum{k in d} eigenvectors(array{d, e in d} M[d, e])[d, k] * eigenvectors(array{d, e in d} M[d, e])[e, k] / s[k]
  because "the sum of the singular values is the least of (tr(P X' X) + tr(inv(P))) / 2 over positive definite P"
  source  "Mohan and Fazel 2012"
  check   X[q, d] in (-2, 2), Q = 3, D = 2
end

majorizer powers_of_wide
  id      "R-SCHATTEN"
  order   49
  for     sum{q} singular_values(array{q, d} X[q, d])[q]^p    where 1 <= p, p < 2, sum{q} 1 <= sum{d} 1
  bound   (1 - p / 2) * sum{q} s[q]^p + p / 2 * sum{q, r in q} P[q, r] * sum{d} X[q, d] * X[r, d]
  with    M[q, r] = touch(sum{d} X[q, d] * X[r, d])
  with    s[q] = max(sqrt(max(eigenvalues(array{q, r in q} M[q, r])[q], 0)), 1e-9)
  with    P[q, r] = sum{k in q} eigenvectors(array{q, r in q} M[q, r])[q, k] * eigenvectors(array{q, r in q} M[q, r])[r, k] * s[k]^(p - 2)
  because "the sum of powers is a concave function of X X': it lies below its tangent"
  source  "Mohan and Fazel 2012"
  check   X[q, d] in (-2, 2), p in (1, 1.9), Q = 2, D = 3
end

majorizer powers_of_tall
  id      "R-SCHATTEN"
  order   49
  for     sum{q} singular_values(array{q, d} X[q, d])[q]^p    where 1 <= p, p < 2, sum{d} 1 < sum{q} 1
  bound   (1 - p / 2) * sum{d} s[d]^p + p / 2 * sum{d, e in d} P[d, e] * sum{q} X[q, d] * X[q, e]
  with    M[d, e] = touch(sum{q} X[q, d] * X[q, e])
  with    s[d] = max(sqrt(max(eigenvalues(array{d, e in d} M[d, e])[d], 0)), 1e-9)
  with    P[d, e] = sum{k in d} eigenvectors(array{d, e in d} M[d, e])[d, k] * eigenvectors(array{d, e in d} M[d, e])[e, k] * s[k]^(p - 2)
  because "the sum of powers is a concave function of X' X: it lies below its tangent"
  source  "Mohan and Fazel 2012"
  check   X[q, d] in (-2, 2), p in (1, 1.9), Q = 3, D = 2
end

# The h least of several: a choice that is fixed now.
majorizer trimmed
  id      "R-TRIM"
  order   31
  for     sum_smallest{i; h} f[i]             where constant(h)
  bound   sum{i} kept[i] * f[i]
  with    kept[i] = touch(ranks(array{i} f[i])[i] <= h)
  because "the sum of the h least lies below that of any fixed choice of h; the choice of now touches it"
  source  "Rousseeuw and Van Driessen 2006"
  check   f[i] in (-3, 3), h in 1..4, N = 5
end
