# A quadratic that couples entries: normal equations, centred at the touch.
minimizer least_squares
  id      "M-LS"
  order   21
  for     v[J]: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j]))
  gives   v[j] = touch(v[j]) - solve(A, g)[j]
  because "normal equations by Cholesky; minimum norm where they are singular"
  check   g[j] in (-2, 2), J = 4
end
