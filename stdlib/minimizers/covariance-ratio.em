# Covariances of which no eigenvalue is more than so many times another, in any of the matrices: scale free, and a mixture's loss has a least value.
minimizer covariance_ratio
  id      "M-SPD-RATIO"
  order   29
  for     S[K, D, D] in spd(ratio = 4): sum{k} (n[k] * logdet(S[k]) + sum{d, e} A[k, d, e] * inv(S[k])[d, e])       where n[k] >= 0
  let     l[k, q] = if n[k] > 1e-307 then max(eigenvalues(array{d, e in D} A[k, d, e])[q], 0) / n[k] else 0
  let     c = ratio(S[k, d, e])
  search  t in (0, max{k, q in D} l[k, q]): sum{k} n[k] * sum{q in D} (max(1 - l[k, q] / t, 0) - max(l[k, q] / (c * t) - 1, 0))
  gives   S[k, d, e] = sum{q in D} eigenvectors(array{d, e in D} A[k, d, e])[d, q] * eigenvectors(array{d, e in D} A[k, d, e])[e, q] * min(max(l[k, q], t), c * t)
  needs   n[k] > 1e-307 else sum{q in D} eigenvectors(array{d, e in D} touch(S[k, d, e]))[d, q] * eigenvectors(array{d, e in D} touch(S[k, d, e]))[e, q] * min(max(eigenvalues(array{d, e in D} touch(S[k, d, e]))[q], t), c * t)
  needs   t > 0 else unbounded
  because "the directions are those of A; eigenvalues below t and above c t go to these ends, and t is where what the ends cost balances"
  source  "Hathaway 1985; Garcia-Escudero, Gordaliza, Matran and Mayo-Iscar 2008"
  check   n[k] in (1, 4), K = 3, D = 2
end
