# Covariances whose eigenvalues have a floor or a ceiling: those of the free minimiser, cut off. Exact also where the scatter is singular.
minimizer covariance_diagonal_bounded
  id      "M-SPD-FLOOR"
  order   31
  for     S[D, D] in spd(floor = 0.8, ceiling = 3) diagonal: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]      where n >= 0
  gives   S[d, e] = if d == e then min(max(A[d, e] / n, lowest(S[d, e])), highest(S[d, e])) else 0
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "n log s + a/s falls up to a/n and rises from there: the nearest end"
  check   n in (1, 4), D = 3
end
minimizer covariance_spherical_bounded
  id      "M-SPD-FLOOR"
  order   32
  for     S[D, D] in spd(floor = 0.8, ceiling = 3) spherical: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]     where n >= 0
  let     t = sum{d} A[d, d]
  gives   S[d, e] = if d == e then min(max(t / (n * D), lowest(S[d, e])), highest(S[d, e])) else 0
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "n D log s + t/s falls up to t/(n D) and rises from there: the nearest end"
  check   n in (1, 4), D = 3
end
