# Factor analysis and probabilistic principal components: a covariance W W' + C against a scatter B, without an iteration.
minimizer probabilistic_components
  id      "M-PPCA"
  order   24
  for     W[D, Q], s > 0: n * logdet(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s * (d == e))) +
                          sum{d in D, e in D} B[d, e] * inv(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s * (d == e)))[d, e]
                          where n >= 0 and sum{q} 1 < sum{d in D} 1
  let     b = max{d in D} B[d, d]
  let     M[d, e] = -(B[d, e] + B[e, d]) / (2 * max(n, 1e-150))
  let     l[d] = -eigenvalues(array{d in D, e in D} M[d, e])[d]
  let     m = (sum{d in D} (if d <= sum{q} 1 then 0 else l[d])) / (sum{d in D} 1 - sum{q} 1)
  gives   s = m
  gives   W[d, q] = sum{e in D} (e == q) * eigenvectors(array{d in D, e in D} M[d, e])[d, e] * sqrt(max(l[e] - s, 0))
  needs   n > 1e-307 or b > 1e-280 else keep
  needs   n > 1e-307 or b <= 1e-280 else infinite
  needs   n <= 1e-307 or m > 1e-14 * l[1] else unbounded
  limit   "the scatter has no more directions than loadings, so that nothing is left for the noise: take fewer of them"
  because "the loadings are the greatest principal directions, as long as what they have beyond the noise; the noise is the mean of the variances that are left"
  source  "Tipping and Bishop 1999"
  check   n in (1, 4), D = 4, Q = 2
end

# The same with known noise, in any directions: the loadings alone.
minimizer factor_loadings
  id      "M-FA-W"
  order   25
  for     W[D, Q]: n * logdet(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + C[d, e])) +
                   sum{d in D, e in D} B[d, e] * inv(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + C[d, e]))[d, e]
                   where n >= 0 and definite(C)
  let     b = max{d in D} B[d, d]
  let     c[d] = sqrt(eigenvalues(array{d in D, e in D} C[d, e])[d])
  let     R[d, e] = eigenvectors(array{d in D, e in D} C[d, e])[d, e]
  let     M[d, e] = -(sum{f in D, g in D} R[f, d] * (B[f, g] + B[g, f]) * R[g, e]) / (2 * max(n, 1e-150) * c[d] * c[e])
  gives   W[d, q] = sum{k in D, f in D} (k == q) * R[d, f] * c[f] * eigenvectors(array{d in D, e in D} M[d, e])[f, k] *
                    sqrt(max(-eigenvalues(array{d in D, e in D} M[d, e])[k] - 1, 0))
  needs   n > 1e-307 or b > 1e-280 else keep
  needs   n > 1e-307 or b <= 1e-280 else infinite
  because "in the coordinates where the noise is the unit matrix, the loadings are the greatest principal directions, as long as what they have beyond 1"
  source  "Joreskog 1967"
  check   n in (1, 4), D = 3, Q = 2
end
