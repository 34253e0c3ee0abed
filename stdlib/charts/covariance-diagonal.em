# A diagonal covariance matrix by the logarithms of its variances.
chart covariance_diagonal
  id      "C-LOG-DIAG"
  for     S[D, D] in spd diagonal: S[d, e] = if d == e then exp(u[d]) else 0
  inverse u[d] = log(S[d, d])
  because "positive variances"
  check   u[d] in (-1, 1), D = 3
end
