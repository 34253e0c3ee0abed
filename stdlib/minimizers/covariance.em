# A covariance matrix: weighted scatter over weight.
minimizer covariance
  id      "M-SPD-FULL"
  order   30
  for     S[D, D] in spd: n * logdet(S) + sum{d, e} A[d, e] * inv(S)[d, e]       where n >= 0
  gives   S[d, e] = (A[d, e] + A[e, d]) / (2 * n)
  needs   n > 1e-307 else keep                   # below, 1/n is no number
  because "derivative n inv(S) - inv(S) A inv(S) is 0 at A / n"
  source  "Anderson 1958"
  check   n in (1, 4), D = 3
end
