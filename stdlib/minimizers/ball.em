# A quadratic with equal curvatures, or a linear function, on a ball.
minimizer ball
  id      "M-PROJ-BALL"
  order   81
  for     v[D] in ball: sum{d} (a / 2 * v[d]^2 - h[d] * v[d])                where a >= 0
  let     n = (sum{d} h[d]^2)^(1/2)
  gives   v[d] = h[d] * (if n > a * radius(v[d]) then radius(v[d]) / n else 1 / a)
  needs   a > 0 or n > 0 else keep
  because "the free minimiser where it lies inside, else its direction at full length"
  check   a in (0.1, 3), h[d] in (-2, 2), D = 4
end
