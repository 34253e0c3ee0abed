# An angle: von Mises means. The half-angle formulas keep the digits on both halves of the circle.
minimizer circle
  id      "M-CIRCLE"
  order   75
  for     x: -a * cos(x) - b * sin(x) + c * sin(-x)         where unconstrained
  let     h = b + c
  let     r = (a^2 + h^2)^(1/2)
  gives   x = if a >= 0 then 2 * atan(h / (r + a)) else if h >= 0 then 2 * atan((r - a) / h) else -2 * atan((r - a) / -h)
  needs   r > 0 else keep
  because "a cos x + h sin x is r cos(x - angle of (a, h))"
  check   a in (-3, 3), b in (-3, 3), c in (-3, 3)
end
