# A covariance with both its inverse and itself in the surrogate: a Riccati equation; without a logarithm the geometric mean.
minimizer covariance_with_trace
  id      "M-SPD-GIG"
  order   34
  for     S[D, D] in spd: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e] + sum{d, e} B[d, e] * S[d, e]
  let     R[d, e] = sum{q in d} eigenvectors(array{d, e in d} B[d, e])[d, q] * eigenvectors(array{d, e in d} B[d, e])[e, q] * sqrt(max(eigenvalues(array{d, e in d} B[d, e])[q], 0))
  let     I[d, e] = sum{q in d} eigenvectors(array{d, e in d} B[d, e])[d, q] * eigenvectors(array{d, e in d} B[d, e])[e, q] / sqrt(max(eigenvalues(array{d, e in d} B[d, e])[q], 1e-300))
  let     M[d, e] = sum{f in d, g in d} R[d, f] * A[f, g] * R[g, e]
  let     N[d, e] = sum{q in d} eigenvectors(array{d, e in d} M[d, e])[d, q] * eigenvectors(array{d, e in d} M[d, e])[e, q] * (if n > 0 then 2 * eigenvalues(array{d, e in d} M[d, e])[q] / (n + sqrt(n^2 + 4 * eigenvalues(array{d, e in d} M[d, e])[q])) else (sqrt(n^2 + 4 * eigenvalues(array{d, e in d} M[d, e])[q]) - n) / 2)
  gives   S[d, e] = sum{f in d, g in d} I[d, f] * N[f, g] * I[g, e]
  needs   min{q in d} eigenvalues(array{d, e in d} B[d, e])[q] > 0 else keep
  because "S B S + n S = A: the positive root in the coordinates in which B is 1"
  source  "Butler and Wood 2003"
  check   n in (-3, 4), D = 3
end
