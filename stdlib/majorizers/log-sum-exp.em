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

# The same where each term has a weight that is no parameter: risk sets, counts, offsets. Terms of weight 0 take no part.
majorizer log_sum_weighted_exp
  id      "R-BOEHNING-LSE"
  order   106
  for     log(sum{k} a[k] * exp(f[k]))        where a[k] >= 0 and constant(a)
  bound   touch(log(sum{k} a[k] * exp(f[k]))) + sum{k} p[k] * (f[k] - touch(f[k])) +
          1/4 * sum{k} s[k] * (f[k] - touch(f[k]) - (sum{k} s[k] * (f[k] - touch(f[k]))) / sum{k} s[k])^2
  with    p[k] = touch(a[k] * exp(f[k])) / sum{k} touch(a[k] * exp(f[k]))
  with    s[k] = a[k] > 0
  because "the Hessian diag(p) - p p' never exceeds (I - 1 1'/K) / 2 on the K terms that take part"
  source  "Boehning 1992"
  check   a[k] in (0, 2), f[k] in (-3, 3), K = 4
end
