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
# A ball of the sum of absolute values: a soft threshold that all entries have in common. Entries without curvature share what the others
# leave, those with the greatest slope.
minimizer cross
  id      "M-PROJ-L1"
  order   81
  for     v[D] in ball(1, norm = 1): sum{d} (a[d] / 2 * v[d]^2 - h[d] * v[d])      where a[d] >= 0
  let     m = max{d} (if a[d] > 0 then 0 else abs(h[d]))
  search  t in (m, max{d} abs(h[d])): radius(v[d]) - sum{d} (if a[d] > 0 then max(abs(h[d]) - t, 0) / a[d] else 0)
  let     q[d] = if a[d] > 0 then max(abs(h[d]) - t, 0) / a[d] else 0
  let     r = max(radius(v[d]) - sum{d} q[d], 0)
  let     n = sum{d} (a[d] == 0 and abs(h[d]) == m)
  gives   v[d] = (if h[d] < 0 then -1 else 1) * (q[d] + (if m > 0 and a[d] == 0 and abs(h[d]) == m then r / n else 0))
  because "(|h| - t)/a where that is positive, with the sign of h; what they add up to falls in the threshold t"
  source  "Duchi, Shalev-Shwartz, Singer and Chandra 2008"
  check   a[d] in (0.5, 3), h[d] in (-3, 3), D = 4
end
