minimizer exponential_linear
  id      "M-EXP-LIN"
  order   70
  for     x: a * exp(x) - b * x                             where a >= 0 and b >= 0
  gives   x = log(b / a)
  needs   a > 0 and b > 0 else keep
  because "slope a exp(x) - b is 0 at log(b/a)"
  check   a in (0.1, 3), b in (0.1, 3)
end
