# mixture_regression.em: K regression lines (planes) through one cloud, and nobody knows which point belongs to which.
#
#   use mixture_regression
#   fit m = mixture_regression(x, y, K = 2) with restarts = 10
#   print m.w, m.a, m.b, m.v                 # weights, intercepts a[K], slopes b[K, P], variances v[K]
#   print m.label
#
# constant = false: without intercepts, for x that has a column of ones.
# SPDX-License-Identifier: GPL-3.0-or-later
model mixture_regression(x[N, P], y[N], K >= 1, constant = true)
  require max(y) > min(y), "the response is constant", "there is no variance to estimate: look at the column that was read"
  let spread = mean{i} (y[i] - mean(y))^2
  param w[K] in simplex init 1 / K
  param a[K] init sample(y)
  param b[K, P] init gauss(0, sqrt(spread / sum{i, p} (x[i, p] - mean(x[:, p]))^2 * N))
  param v[K] > 0 init spread / 4
  minimize -sum{i} log sum{k} w[k] * normal(y[i] | constant * a[k] + dot(x[i], b[k]), v[k])
  fn responsibility() = array{i, k} exp(log(w[k]) + log normal(y[i] | constant * a[k] + dot(x[i], b[k]), v[k])
                                        - log sum{l} w[l] * normal(y[i] | constant * a[l] + dot(x[i], b[l]), v[l]))
  fn label() = array{i} argmax{k} (log(w[k]) + log normal(y[i] | constant * a[k] + dot(x[i], b[k]), v[k]))
  fn line(z[Q, P]) = array{q, k} (constant * a[k] + dot(z[q], b[k]))
  fn line(z[P]) = array{k} (constant * a[k] + dot(z, b[k]))
end
