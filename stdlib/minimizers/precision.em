# A precision matrix: the inverse of the covariance.
minimizer precision
  id      "M-SPD-PREC"
  order   33
  for     P[D, D] in spd: -n * logdet(P) + sum{d, e} A[d, e] * P[d, e]       where n >= 0
  gives   P[d, e] = n * inverse(A)[d, e]
  needs   n > 0 else keep
  because "derivative A - n inv(P) is 0 at n inv(A)"
  check   n in (1, 4), D = 3
end
