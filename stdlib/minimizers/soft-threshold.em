# A quadratic with an absolute value: soft threshold.
minimizer soft_threshold
  id      "M-SOFT"
  order   60
  for     x: a / 2 * x^2 - h * x + l * abs(x)               where a >= 0 and l >= 0
  gives   x = if h > l then (h - l) / a else if h < -l then (h + l) / a else 0
  needs   a > 0 or abs(h) <= l else keep
  because "the subgradient a x - h + l sign(x) holds 0"
  source  "Donoho and Johnstone 1994"
  check   a in (0.1, 3), h in (-3, 3), l in (0, 2)
end
