# Quadratics of entries that sum to zero: effects of additive models.
minimizer zero_sum
  id      "M-LS-EQ"
  order   22
  for     v[J] in zerosum: sum{j} (a[j] / 2 * v[j]^2 - h[j] * v[j])          where a[j] >= 0
  let     m = sum{j} h[j] / a[j] / sum{j} 1 / a[j]
  let     o = sum{j} (a[j] <= 0)                 # entries without a square take what the others leave
  let     z = (sum{j} (if a[j] > 0 then 0 else h[j])) / o
  let     w[j] = if a[j] > 0 then (h[j] - z) / a[j] else 0
  let     r = sum{j} w[j]
  gives   v[j] = (h[j] - m) / a[j]
  needs   min{j} a[j] > 0 else if a[j] > 0 then w[j] else -r / o
  needs   (sum{j} (if a[j] > 0 or o == 0 then 0 else abs(h[j] - z))) <= 1e-12 * (sum{j} abs(h[j])) else unbounded
  because "a v - h is the same for all entries, the multiplier of the sum"
  check   a[j] in (0.2, 3), h[j] in (-2, 2), J = 4
end
# u u' added to the matrix (u: ones) changes nothing where the sum is 0, and makes it regular if it is so on that set.
minimizer zero_sum_coupled
  id      "M-LS-EQ"
  order   23
  for     v[J] in zerosum: 1/2 * sum{j, l} A[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l])) + sum{j} g[j] * (v[j] - touch(v[j]))
  let     t = sum{j} A[j, j] / J
  let     B[j, l] = A[j, l] + t
  let     u[j] = t
  let     o = sum{j} solve(B, u)[j]
  let     s = sum{j} solve(B, g)[j]
  gives   v[j] = touch(v[j]) - (solve(B, g)[j] - solve(B, u)[j] * s / o)
  needs   t > 0 else keep
  because "the normal equations with the multiplier of the sum"
  check   g[j] in (-2, 2), J = 4
end
# Exponentials of entries that sum to zero: positive numbers of the product 1, by their logarithms.
minimizer zero_sum_exponential
  id      "M-LS-EQ"
  order   24
  for     v[J] in zerosum: sum{j} (b[j] * exp(k * v[j]) + h * v[j])                where b[j] >= 0
  let     m = sum{j} log(b[j]) / sum{j} 1
  gives   v[j] = (m - log(b[j])) / k
  needs   max{j} b[j] > 0 else keep
  needs   min{j} b[j] > 0 or max{j} b[j] <= 0 else unbounded
  because "all products b exp(k v) are equal, to the multiplier of the sum over k"
  check   b[j] in (0.1, 3), k in (-2, 2), h in (-2, 2), J = 4
end
