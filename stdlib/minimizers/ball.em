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
# Coupled curvatures: the multiplier of the length, which falls as it rises.
minimizer ball_coupled
  id      "M-PROJ-BALL"
  order   82
  for     v[J] in ball: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j]))
  let     h[j] = sum{l} A[j, l] * touch(v[l]) - g[j]
  let     B[j, l] = A[j, l] + t * (j == l)
  search  t in (0, inf): (sum{j} solve(B, h)[j]^2)^(-1/2) - 1 / radius(v[j])
  gives   v[j] = solve(B, h)[j]
  because "the solution of (A + t) v = h that has the ball's radius, or t = 0 where that lies inside"
  source  "More and Sorensen 1983"
  check   g[j] in (-4, 4), J = 4
end
