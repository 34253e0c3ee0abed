# A quadratic in each entry by itself.
minimizer weighted_mean
  id      "M-QUAD"
  order   20
  for     x: a / 2 * x^2 - h * x                            where a >= 0
  gives   x = h / a
  needs   a > 1e-307 else keep                   # below, 1/a is no number
  needs   a > 1e-307 or abs(h) <= 1e-280 else unbounded
  because "where the slope a x - h is 0: the weighted mean"
  check   a in (0.1, 3), h in (-3, 3)
end
# On an interval it is least somewhere also where the square is missing.
minimizer weighted_mean_clipped
  id      "M-QUAD"
  order   19.9
  for     x: a / 2 * x^2 - h * x                            where a >= 0 and clipped
  gives   x = h / a
  needs   a > 1e-307 else 1e308 * sign(h)        # beyond all ends
  needs   a > 1e-307 or abs(h) > 1e-280 else keep
  because "where the slope a x - h is 0: the weighted mean"
  check   a in (0.1, 3), h in (-3, 3)
end
# Without a square: an end of an interval.
minimizer linear
  id      "M-BOUND"
  order   19.8
  for     x: h * x                                          where clipped
  gives   x = -1e308 * sign(h)                   # beyond all ends
  needs   h != 0 else keep
  needs   abs(h) < 1e-280 else unbounded
  because "a linear function is least at an end"
  check   h in (-3, 3)
end
