# A log odds: Bernoulli counts in the natural parameter.
minimizer softplus_linear
  id      "M-SOFTPLUS-LIN"
  order   73
  for     x: a * softplus(x) + b * softplus(-x) - c * x     where a >= 0 and b >= 0
  gives   x = log((b + c) / (a - c))
  needs   c < a and -c < b else if c > a or -c > b then 1e308 * sign(c) else if c == a then max(touch(x), 40) else min(touch(x), -40)
  needs   a + b > 0 or c != 0 else keep
  needs   c <= a and -c <= b else unbounded
  needs   c < a and -c < b else infinite
  because "slope a logistic(x) - b logistic(-x) - c is 0 where the odds are (b + c)/(a - c)"
  check   a in (1, 3), b in (1, 3), c in (-1, 1)
end
minimizer log_cosh_linear
  id      "M-SOFTPLUS-LIN"
  order   74
  for     x: a * log_cosh(x) - b * x                        where a >= 0
  gives   x = log((a + b) / (a - b)) / 2
  needs   a > b and a > -b else if abs(b) > a then 1e308 * sign(b) else if b > 0 then max(touch(x), 40) else min(touch(x), -40)
  needs   a > 0 or b != 0 else keep
  needs   a >= b and a >= -b else unbounded
  needs   a > b and a > -b or b == 0 else infinite
  because "slope a tanh(x) - b is 0 at artanh(b/a); beyond, the infimum lies at infinity"
  check   a in (1, 3), b in (-1, 1)
end
