minimizer covariance_spherical
  id      "M-SPD-DIAG"
  order   32
  for     S[D, D] in spd spherical: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]      where n >= 0
  let     t = sum{d} A[d, d]
  gives   S[d, e] = if d == e then t / (n * D) else 0
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "one scale for all axes: the trace over n times the dimension"
  check   n in (1, 4), D = 3
end
