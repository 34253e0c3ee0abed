# Logarithm against reciprocal on the positive numbers: variances, scales.
minimizer variance
  id      "M-LOG-INV"
  order   41
  for     x > 0: c * log(x) + b / x                         where b >= 0 and c >= 0
  gives   x = b / c
  needs   c > 1e-307 else 1e300                  # below, 1/c is no number
  needs   c > 1e-307 or b > 1e-280 else keep
  needs   c <= 1e-307 or b > 0 else unbounded
  needs   c > 1e-307 or b <= 1e-280 else infinite
  because "slope c/x - b/x^2 is 0 at b/c"
  check   b in (0.1, 3), c in (0.1, 3)
end
