# Logarithms on a simplex: normalise the weights. For a conditional parameter one slice per condition.
minimizer normalise
  id      "M-SIMPLEX-LOG"
  order   10
  for     p[K] in simplex: -sum{k} a[k] * log(p[k])         where a[k] >= 0
  let     s = sum{k} a[k]
  gives   p[k] = a[k] / s
  needs   s > 1e-307 else keep                   # below, 1/s is no number
  because "Lagrange multiplier of the sum; a slice without mass is left as it is"
  source  "Dempster, Laird and Rubin 1977"
  check   a[k] in (0.1, 3), K = 5
end
