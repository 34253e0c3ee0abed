# An angle: von Mises means. The half-angle formulas keep the digits on both halves of the circle.
minimizer circle
  id      "M-CIRCLE"
  order   75
  for     x: -a * cos(x) - b * sin(x)                       where unconstrained
  let     r = (a^2 + b^2)^(1/2)
  gives   x = if a >= 0 then 2 * atan(b / (r + a)) else if b >= 0 then 2 * atan((r - a) / b) else -2 * atan((r - a) / -b)
  needs   r > 0 else keep
  because "a cos x + b sin x is r cos(x - angle of (a, b))"
  check   a in (-3, 3), b in (-3, 3)
end
