# Coupled quadratics with kinks at 0, with bounds, or of shares: one coordinate after the other, and the free ones at once where the sides have
# settled; an inner solver on the collected matrix.
minimizer quadratic_shrunk
  id      "M-CD"
  order   60.1
  for     v[J]: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j])) + sum{j} w[j] * abs(v[j])      where w[j] >= 0 and occurs(w) and asked
  let     h[j] = sum{l} A[j, l] * touch(v[l]) - g[j]
  let     q[j] = solve_shrunk(A, h, w)[j]
  gives   v[j] = q[j]
  needs   max{j} abs(q[j]) < 1e300 else unbounded
  update  inner-solver
  because "exact steps along the coordinates; then the system of those away from their kinks"
  source  "Friedman, Hastie and Tibshirani 2010"
  check   g[j] in (-2, 2), w[j] in (0, 2), J = 4
end
minimizer quadratic_shrunk_by_steep_weights
  id      "M-CD"
  order   60.15
  for     v[J]: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j])) + sum{j} w[j] * abs(v[j])      where w[j] >= 0 and occurs(w) and steep
  let     h[j] = sum{l} A[j, l] * touch(v[l]) - g[j]
  let     q[j] = solve_shrunk(A, h, w)[j]
  gives   v[j] = q[j]
  needs   max{j} abs(q[j]) < 1e300 else unbounded
  update  inner-solver
  because "exact steps along the coordinates; then the system of those away from their kinks"
  source  "Friedman, Hastie and Tibshirani 2010"
  check   g[j] in (-2, 2), w[j] in (0, 2), J = 4
end
minimizer quadratic_within
  id      "M-NNLS"
  order   60.2
  for     v[J] in [-1, 0.5]: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j]))
  let     h[j] = sum{l} A[j, l] * touch(v[l]) - g[j]
  let     a[j] = lowest(v[j])
  let     b[j] = highest(v[j])
  let     q[j] = solve_within(A, h, a, b)[j]
  gives   v[j] = q[j]
  needs   max{j} abs(q[j]) < 1e300 else unbounded
  update  inner-solver
  because "exact steps along the coordinates; then the system of those between their bounds"
  source  "Lawson and Hanson 1974"
  check   g[j] in (-2, 2), J = 4
end
minimizer quadratic_of_shares
  id      "M-SIMPLEX-QP"
  order   60.3
  for     p[J] in simplex: 1/2 * sum{j, l} A[j, l] * (p[j] - touch(p[j])) * (p[l] - touch(p[l])) + sum{j} g[j] * (p[j] - touch(p[j])) where sum{j} 1 <= 1000
  let     h[j] = sum{l} A[j, l] * touch(p[l]) - g[j]
  let     a[j] = 0
  let     s[j] = touch(p[j])
  gives   p[j] = solve_shares(A, h, a, s)[j]
  update  inner-solver
  because "exact steps from one cell to another; then the system of those above 0"
  source  "Wolfe 1959; Platt 1998"
  check   g[j] in (-2, 2), J = 4
end
minimizer quadratic_of_floored_shares
  id      "M-SIMPLEX-QP"
  order   60.4
  for     p[J] in simplex(floor = 0.05): 1/2 * sum{j, l} A[j, l] * (p[j] - touch(p[j])) * (p[l] - touch(p[l])) + sum{j} g[j] * (p[j] - touch(p[j])) where sum{j} 1 <= 1000
  let     h[j] = sum{l} A[j, l] * touch(p[l]) - g[j]
  let     a[j] = lowest(p[j])
  let     s[j] = touch(p[j])
  gives   p[j] = solve_shares(A, h, a, s)[j]
  update  inner-solver
  because "exact steps from one cell to another; then the system of those above the floor"
  source  "Wolfe 1959; Platt 1998"
  check   g[j] in (-2, 2), J = 4
end
