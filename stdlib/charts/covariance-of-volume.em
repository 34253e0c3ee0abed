# Positive definite matrices of determinant 1: those of the free Cholesky factor, divided by the root of their determinant, so that what
# all entries of the diagonal of u have in common does not count.
chart covariance_of_volume
  id      "C-CHOLESKY-SHAPE"
  for     S[D, D] in spd(det = 1): S[d, e] = exp(-2 * (sum{g in D} u[g, g]) / (sum{g in D} 1)) *
          sum{f in D} (f <= d) * (f <= e) * (if f == d then exp(u[d, d]) else u[d, f]) * (if f == e then exp(u[e, e]) else u[e, f])
  because "|L L'| is the square of the product of L's diagonal, and each positive definite matrix is such an L L'"
  source  "Pinheiro and Bates 1996"
  check   u[d, e] in (-1, 1), D = 3
end
chart covariance_diagonal_of_volume
  id      "C-LOG-DIAG-SHAPE"
  for     S[D, D] in spd(det = 1) diagonal: S[d, e] = if d == e then exp(u[d] - sum{g in D} u[g] / sum{g in D} 1) else 0
  inverse u[d] = log(S[d, d])
  because "the logarithms of the variances have the sum 0"
  check   u[d] in (-1, 1), D = 3
end
