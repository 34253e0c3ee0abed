minimizer covariance_diagonal
  id      "M-SPD-DIAG"
  order   31
  for     S[D, D] in spd diagonal: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]       where n >= 0
  gives   S[d, e] = if d == e then A[d, e] / n else 0
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "each diagonal entry by itself: n log s + a/s is least at a/n"
  check   n in (1, 4), D = 3
end
