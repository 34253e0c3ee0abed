# A quadratic in each entry by itself.
minimizer weighted_mean
  id      "M-QUAD"
  order   20
  for     x: a / 2 * x^2 - h * x                            where a >= 0
  gives   x = h / a
  needs   a > 1e-307 else keep                   # below, 1/a is no number
  because "where the slope a x - h is 0: the weighted mean"
  check   a in (0.1, 3), h in (-3, 3)
end
