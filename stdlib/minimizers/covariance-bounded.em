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
minimizer covariance_bounded
  id      "M-SPD-FLOOR"
  order   30
  for     S[D, D] in spd(floor = 0.8, ceiling = 3): n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]       where n >= 0
  gives   S[d, e] = sum{q in d} eigenvectors(array{d, e in d} A[d, e])[d, q] * eigenvectors(array{d, e in d} A[d, e])[e, q] * min(max(eigenvalues(array{d, e in d} A[d, e])[q] / n, lowest(S[d, e])), highest(S[d, e]))
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "von Neumann's inequality: the directions are those of A; n log s + a/s falls up to a/n and rises from there"
  check   n in (1, 4), D = 3
end
minimizer precision_bounded
  id      "M-SPD-FLOOR"
  order   33
  for     P[D, D] in spd(floor = 0.8, ceiling = 3): -n * logdet(P) + sum{d, e} A[d, e] * P[d, e]       where n >= 0
  gives   P[d, e] = sum{q in d} eigenvectors(array{d, e in d} A[d, e])[d, q] * eigenvectors(array{d, e in d} A[d, e])[e, q] * min(max(n / eigenvalues(array{d, e in d} A[d, e])[q], lowest(P[d, e])), highest(P[d, e]))
  needs   n > 0 else keep
  because "von Neumann's inequality: the directions are those of A; a p - n log p falls up to n/a and rises from there"
  check   n in (1, 4), D = 3
end
