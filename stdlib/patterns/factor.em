# factor.em: a covariance from few directions: factor analysis, and probabilistic principal components (PCA).
#
#   use factor
#   fit m = factor(x, K = 2) with iters = 5000
#   print m.loading, m.v, m.score            # loadings[D, K], the variances that the factors leave, the scores[N, K]
#   fit m = ppca(x, K = 2)                   # the same variance v left in each column
#   print m.covariance
#
# x[N, D] = centre[D] + loading z + noise, z and noise normal. The loss is the negative log-likelihood as the least value of the free
# energy: q(z) is normal with mean score[i] and covariance s. Loadings are determined up to a rotation.
# SPDX-License-Identifier: GPL-3.0-or-later

model factor(x[N, D], K >= 1)
  let centre = array{d} (1 / N * sum{i} x[i, d])
  let spread = array{d} (1 / N * sum{i} (x[i, d] - centre[d])^2)
  require min(spread) > 0, "a column is constant", "leave it out: it has no variance to explain"
  param score[N, K] init 0
  param s[K, K] in spd init eye(K)
  param loading[D, K] init gauss(0, sqrt(mean(spread)))
  param v[D] > 0 init spread
  minimize N * D / 2 * log(2 * pi) + N / 2 * (sum{d} log(v[d])) +
           1/2 * (sum{d} ((sum{i} (x[i, d] - centre[d] - dot(loading[d], score[i]))^2) + N * quad(loading[d], s)) / v[d]) +
           1/2 * (sum{i, k} score[i, k]^2) + N / 2 * (tr(s) - logdet(s) - K)
  fn covariance() = array{d in D, e in D} (dot(loading[d], loading[e]) + (d == e) * v[d])
end

model ppca(x[N, D], K >= 1)
  let centre = array{d} (1 / N * sum{i} x[i, d])
  let spread = 1 / (N * D) * sum{i, d} (x[i, d] - centre[d])^2
  require spread > 0, "all rows are equal", "there is no variance to explain"
  param score[N, K] init 0
  param s[K, K] in spd init eye(K)
  param loading[D, K] init gauss(0, sqrt(spread))
  param v > 0 init spread
  minimize N * D / 2 * log(2 * pi) + N * D / 2 * log(v) +
           1 / (2 * v) * ((sum{i, d} (x[i, d] - centre[d] - dot(loading[d], score[i]))^2) + N * sum{d} quad(loading[d], s)) +
           1/2 * (sum{i, k} score[i, k]^2) + N / 2 * (tr(s) - logdet(s) - K)
  fn covariance() = array{d in D, e in D} (dot(loading[d], loading[e]) + (d == e) * v)
end
