# The logarithm of a sum of exponentials from above: its Hessian lies below half the centring matrix.
majorizer log_sum_exp
  id      "R-BOEHNING-LSE"
  order   105
  for     log(sum{k} exp(f[k]))
  bound   touch(log(sum{k} exp(f[k]))) + sum{k} p[k] * (f[k] - touch(f[k])) +
          1/4 * sum{k} (f[k] - touch(f[k]) - (sum{k} (f[k] - touch(f[k]))) / sum{k} 1)^2
  with    p[k] = touch(exp(f[k])) / sum{k} touch(exp(f[k]))
  because "the Hessian diag(p) - p p' never exceeds (I - 1 1'/K) / 2"
  source  "Boehning 1992"
  check   f[k] in (-3, 3), K = 4
end
