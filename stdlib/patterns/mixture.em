# mixture.em: a mixture of K densities of one family: normal, poisson, bernoulli, exponential, gamma, laplace, … or a fn of the
# script with a conditional bar. The parameters bear the names that the density gives its arguments.
#
#   use mixture
#   fit m = mixture(x, K = 3, family = normal) with restarts = 5
#   print m.w, m.mu, m.v
# SPDX-License-Identifier: GPL-3.0-or-later

# x[N] or x[N, D]: the family sees a number or a vector
model mixture(x, K, family = normal)
  param w[K] in simplex init 1 / K
  param family.args[K]
  minimize -sum{i} log sum{k} w[k] * family(x[i] | family.args[k])
end

# the entries of each row are independent given its component: x[N, D] of zeros and ones with family = bernoulli
model product_mixture(x[N, D], K, family = bernoulli)
  param w[K] in simplex init 1 / K
  param family.args[K, D]
  minimize -sum{i} log sum{k} w[k] * prod{d} family(x[i, d] | family.args[k, d])
end
