# A log odds: Bernoulli counts in the natural parameter.
minimizer softplus_linear
  id      "M-SOFTPLUS-LIN"
  order   73
  for     x: a * softplus(x) + b * softplus(-x) - c * x     where a >= 0 and b >= 0
  gives   x = log((b + c) / (a - c))
  needs   b + c > 0 and a - c > 0 else keep
  because "slope a logistic(x) - b logistic(-x) - c is 0 where the odds are (b + c)/(a - c); beyond, the infimum lies at infinity"
  check   a in (1, 3), b in (1, 3), c in (-1, 1)
end
minimizer log_cosh_linear
  id      "M-SOFTPLUS-LIN"
  order   74
  for     x: a * log_cosh(x) - b * x                        where a >= 0
  gives   x = log((a + b) / (a - b)) / 2
  needs   a > b and a > -b else keep
  because "slope a tanh(x) - b is 0 at artanh(b/a); beyond, the infimum lies at infinity"
  check   a in (1, 3), b in (-1, 1)
end
