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

# A class of reference, whose exponent is known: one more term, which does not move.
majorizer log_sum_exp_beside_known
  id      "R-BOEHNING-LSE"
  order   105.5
  for     log(c + sum{k} exp(f[k]))           where constant(c) and c > 0
  bound   touch(log(c + sum{k} exp(f[k]))) + sum{k} p[k] * (f[k] - touch(f[k])) +
          1/4 * (sum{k} (f[k] - touch(f[k]) - (sum{k} (f[k] - touch(f[k]))) / (1 + sum{k} 1))^2) +
          1/4 * ((sum{k} (f[k] - touch(f[k]))) / (1 + sum{k} 1))^2
  with    p[k] = touch(exp(f[k])) / (touch(c) + sum{k} touch(exp(f[k])))
  because "the Hessian diag(p) - p p' never exceeds (I - 1 1'/(K + 1)) / 2 on the K exponents that move"
  source  "Boehning 1992"
  check   c in (0.2, 4), f[k] in (-3, 3), K = 3
end

# The same in the parameters themselves: how far the configurations lie apart, not how many there are, says how much it bends.
majorizer log_partition
  id      "R-LOGZ-UP"
  order   110
  for     log(sum{k} exp(sum{j} c[k, j] * x[j]))       where constant(c)
  bound   touch(log(sum{k} exp(sum{j} c[k, j] * x[j]))) + sum{j} (m[j] * (x[j] - touch(x[j])) + s / 8 * (x[j] - touch(x[j]))^2)
  with    p[k] = touch(exp(sum{j} c[k, j] * x[j]) / sum{k} exp(sum{j} c[k, j] * x[j]))
  with    m[j] = sum{k} p[k] * c[k, j]
  with    s = max{k} max{l in k} sum{j} (c[k, j] - c[l, j])^2
  because "its second derivative is a covariance, no more than a quarter of the squared distance of the farthest two configurations"
  source  "Bohning 1992"
  check   c[k, j] in (-2, 2), x[j] in (-2, 2), K = 4, J = 3
end
