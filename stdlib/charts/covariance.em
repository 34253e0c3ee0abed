# A positive definite matrix by its Cholesky factor L: u below the diagonal, exp(u) on it; what stands above it does not count.
# The way back is the factorisation itself.
chart covariance
  id      "C-CHOLESKY"
  for     S[D, D] in spd: S[d, e] = sum{f in D} (f <= d) * (f <= e) * (if f == d then exp(u[d, d]) else u[d, f]) * (if f == e then exp(u[e, e]) else u[e, f])
  because "each positive definite matrix is L L' with one lower triangular L of positive diagonal"
  source  "Pinheiro and Bates 1996"
  check   u[d, e] in (-1, 1), D = 3
end
