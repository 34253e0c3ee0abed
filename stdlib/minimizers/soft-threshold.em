# A quadratic with an absolute value: soft threshold.
minimizer soft_threshold
  id      "M-SOFT"
  order   60
  for     x: a / 2 * x^2 - h * x + l * abs(x)               where a >= 0 and l >= 0
  gives   x = if h > l then (h - l) / a else if h < -l then (h + l) / a else 0
  needs   a > 0 or abs(h) * 0.999999999 <= l else 1e308 * sign(h)
  needs   a > 0 or abs(h) * 0.999999999 <= l else unbounded      # the two may be equal but for rounding
  because "the subgradient a x - h + l sign(x) holds 0"
  source  "Donoho and Johnstone 1994"
  check   a in (0.1, 3), h in (-3, 3), l in (0, 2)
end
# Without the square: the kink, or nowhere.
minimizer kink
  id      "M-KINK"
  order   59
  for     x: l * abs(x) - h * x                             where l >= 0
  gives   x = if abs(h) * 0.999999999 > l then 1e308 * sign(h) else 0
  needs   l > 0 or h != 0 else keep
  needs   abs(h) * 0.999999999 <= l + 1e-280 else unbounded  # the two may be equal but for rounding
  because "the subgradient l sign(x) - h holds 0 at x = 0, where it does so at all"
  check   h in (-1, 1), l in (1, 2)
end
