# Kinks at data: medians, quantiles, with or without a quadratic. The slope rises in t and jumps over 0 at a data point.
minimizer weighted_median
  id      "M-WMEDIAN"
  order   19
  for     x: f(x) + a / 2 * x^2 - h * x                     where convex(f) and piecewise_linear(f) and a >= 0
  search  t in (-inf, inf): slope(f(t), t) + a * t - h
  gives   x = t
  because "a convex function is least where its slope changes its sign: the weighted median"
  source  "Koenker and Bassett 1978"
  check   a in (0, 1), h in (-1, 1)
end
