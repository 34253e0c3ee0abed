# mixture.em: observations from K groups that nobody labelled: a mixture of K densities of one family (Gaussian mixture models, GMM;
# the algorithm is EM).
#
#   use mixture
#   fit m = mixture(x, K = 3, family = normal) with restarts = 5
#   print m.w, m.mu, m.v                     # weights, and what the density calls its parameters
#   print m.label, m.responsibility[1]       # the group of each observation, the probabilities of the groups
#
# family: a density of the library (normal, poisson, exponential, gamma, bernoulli, multinomial, …) or a fn of the script with
# a conditional bar; `= sample(x)` behind one of its arguments says how that parameter starts.
# SPDX-License-Identifier: GPL-3.0-or-later

# x[N] or x[N, D]: the family sees a number or a vector
model mixture(x, K >= 1, family = normal)
  param w[K] in simplex init 1 / K
  param family.args[K]
  minimize -sum{i} log sum{k} w[k] * family(x[i] | family.args[k])
  fn responsibility() = array{i, k} exp(log(w[k]) + log family(x[i] | family.args[k]) - log sum{l} w[l] * family(x[i] | family.args[l]))
  fn label() = array{i} argmax{k} (log(w[k]) + log family(x[i] | family.args[k]))
end

# the entries of each row are independent given its group, and all of one family
model product_mixture(x[N, D], K >= 1, family = bernoulli)
  param w[K] in simplex init 1 / K
  param family.args[K, D]
  minimize -sum{i} log sum{k} w[k] * prod{d} family(x[i, d] | family.args[k, d])
  fn responsibility() = array{i, k} exp(log(w[k]) + (sum{d} log family(x[i, d] | family.args[k, d]))
                                        - log sum{l} w[l] * prod{d} family(x[i, d] | family.args[l, d]))
  fn label() = array{i} argmax{k} (log(w[k]) + sum{d} log family(x[i, d] | family.args[k, d]))
end

# heavy tails: Student's distribution with df degrees of freedom; v is the squared scale (a matrix for x[N, D])
model student_mixture(x[N, D], K >= 1, df > 0 = 4)
  param w[K] in simplex init 1 / K
  require min{d} (max(x[:, d]) - min(x[:, d])) > 0, "a column is constant", "leave it out: it has no variance to estimate"
  param m[K, D] init sample(x)
  param v[K, D, D] in spd init array{d in D, e in D} (if d == e then 1/4 * mean{i} (x[i, d] - mean(x[:, d]))^2 else 0)
  minimize -sum{i} log sum{k} w[k] * student(x[i] | df, m[k], v[k])
  fn responsibility() = array{i, k} exp(log(w[k]) + log student(x[i] | df, m[k], v[k]) - log sum{l} w[l] * student(x[i] | df, m[l], v[l]))
  fn label() = array{i} argmax{k} (log(w[k]) + log student(x[i] | df, m[k], v[k]))
end
