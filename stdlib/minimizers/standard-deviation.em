# Standard deviations: log against the reciprocal square.
minimizer standard_deviation
  id      "M-POWER-LOG"
  order   45
  for     x > 0: c * log(x) + b / x^2                       where b >= 0 and c >= 0
  gives   x = (2 * b / c)^(1/2)
  needs   c > 1e-307 else 1e300                  # below, 1/c is no number
  needs   c > 1e-307 or b > 1e-280 else keep
  needs   c <= 1e-307 or b > 0 else unbounded
  needs   c > 1e-307 or b <= 1e-280 else infinite
  because "slope c/x - 2 b/x^3 is 0 where x^2 is 2 b/c"
  check   b in (0.1, 3), c in (0.1, 3)
end
