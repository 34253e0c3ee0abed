# regression.em: a response y[N] from the columns of x[N, P]: linear models, robust and sparse ones, generalised ones (GLM).
#
#   use regression
#   fit m = linear_regression(x, y)
#   fit m = ridge(x, y, l2 = 3)                            # half the squares, + l2/2 |b|^2
#   fit m = lasso(x, y, l1 = 20)                           # half the squares, + l1 |b|_1
#   fit m = elastic_net(x, y, l1 = 20, l2 = 3)
#   fit m = huber_regression(x, y, delta = 1)              # robust
#   fit m = student_regression(x, y, df = 4)
#   fit m = quantile_regression(x, y, tau = 0.9)           # tau = 0.5: least absolute deviations
#   fit m = logistic_regression(x, y)                      # y of zeros and ones (or shares between them)
#   fit m = poisson_regression(x, y, exposure = t)         # counts
#   fit m = negbinomial_regression(x, y)                   # counts with more variance than Poisson's: mean^2 / r
#   fit m = multinomial_regression(x, y, l2 = 1)           # y: classes 1, 2, …
#   fit m = regression(x, y, misfit = absolute, l2 = 1)    # any fn of the residual
#   print m.intercept, m.b, m.fitted, m.predict(xnew)
#
# constant = false: without an intercept. weight[N]: how much each observation counts. Penalties leave the intercept out.
# The sums of squares are halved, so that se(m.b) is right where the noise has variance 1; linear_regression has the variance
# as its parameter v.
# SPDX-License-Identifier: GPL-3.0-or-later

model linear_regression(x[N, P], y[N], constant = true, weight[N] >= 0 = 1)
  require max(y) > min(y), "the response is constant", "there is no variance to estimate: look at the column that was read"
  param intercept init constant * mean(y)
  param b[P] init 0
  param v > 0 init mean{i} (y[i] - mean(y))^2
  minimize -sum{i} weight[i] * log normal(y[i] | constant * intercept + dot(x[i], b), v)
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

model ridge(x[N, P], y[N], l2 >= 0 = 1, constant = true, weight[N] >= 0 = 1)
  param intercept init constant * mean(y)
  param b[P] init 0
  minimize 1/2 * (sum{i} weight[i] * (y[i] - constant * intercept - dot(x[i], b))^2) + l2 / 2 * sum{p} b[p]^2
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

# the columns are centred inside, which saves iterations; the start is 0, so that most slopes stay there
model elastic_net(x[N, P], y[N], l1 >= 0 = 1, l2 >= 0 = 0, constant = true, weight[N] >= 0 = 1)
  let total = sum{i} weight[i]
  let centre = array{p} (constant / total * sum{i} weight[i] * x[i, p])
  let level = constant / total * sum{i} weight[i] * y[i]
  let xc = array{i, p} (x[i, p] - centre[p])
  param b[P] init 0
  minimize 1/2 * (sum{i} weight[i] * (y[i] - level - dot(xc[i], b))^2) + l1 * (sum{p} |b[p]|) + l2 / 2 * sum{p} b[p]^2
  fn intercept() = level - dot(centre, b)
  fn fitted() = array{i} (level + dot(xc[i], b))
  fn predict(z[M, P]) = array{j} (level + dot(z[j] - centre, b))
  fn predict(z[P]) = level + dot(z - centre, b)
end

model lasso(x[N, P], y[N], l1 >= 0 = 1, constant = true, weight[N] >= 0 = 1)
  let total = sum{i} weight[i]
  let centre = array{p} (constant / total * sum{i} weight[i] * x[i, p])
  let level = constant / total * sum{i} weight[i] * y[i]
  let xc = array{i, p} (x[i, p] - centre[p])
  param b[P] init 0
  minimize 1/2 * (sum{i} weight[i] * (y[i] - level - dot(xc[i], b))^2) + l1 * sum{p} |b[p]|
  fn intercept() = level - dot(centre, b)
  fn fitted() = array{i} (level + dot(xc[i], b))
  fn predict(z[M, P]) = array{j} (level + dot(z[j] - centre, b))
  fn predict(z[P]) = level + dot(z - centre, b)
end

model huber_regression(x[N, P], y[N], delta > 0 = 1.345, constant = true, weight[N] >= 0 = 1)
  param intercept init constant * mean(y)
  param b[P] init 0
  minimize sum{i} weight[i] * huber(y[i] - constant * intercept - dot(x[i], b); delta)
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

model student_regression(x[N, P], y[N], df > 0 = 4, constant = true, weight[N] >= 0 = 1)
  require max(y) > min(y), "the response is constant", "there is no variance to estimate: look at the column that was read"
  param intercept init constant * mean(y)
  param b[P] init 0
  param v > 0 init mean{i} (y[i] - mean(y))^2
  minimize -sum{i} weight[i] * log student(y[i] | df, constant * intercept + dot(x[i], b), v)
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

model quantile_regression(x[N, P], y[N], tau in (0, 1) = 0.5, constant = true, weight[N] >= 0 = 1)
  param intercept init constant * mean(y)
  param b[P] init 0
  minimize sum{i} weight[i] * pinball(y[i] - constant * intercept - dot(x[i], b); tau)
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

# misfit: a fn of the residual: half_square, absolute, or one of the script
model regression(x[N, P], y[N], misfit = half_square, l1 >= 0 = 0, l2 >= 0 = 0, constant = true, weight[N] >= 0 = 1)
  param intercept init constant * mean(y)
  param b[P] init 0
  minimize (sum{i} weight[i] * misfit(y[i] - constant * intercept - dot(x[i], b))) + l1 * (sum{p} |b[p]|) + l2 / 2 * sum{p} b[p]^2
  fn fitted() = array{i} (constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} (constant * intercept + dot(z[j], b))
  fn predict(z[P]) = constant * intercept + dot(z, b)
end

# fitted, predict: probabilities of 1
model logistic_regression(x[N, P], y[N] in [0, 1], l2 >= 0 = 0, constant = true, weight[N] >= 0 = 1)
  param intercept init 0
  param b[P] init 0
  fn eta(v[P]) = constant * intercept + dot(v, b)
  minimize (sum{i} weight[i] * (softplus(eta(x[i])) - y[i] * eta(x[i]))) + l2 / 2 * sum{p} b[p]^2
  fn fitted() = array{i} logistic(constant * intercept + dot(x[i], b))
  fn predict(z[M, P]) = array{j} logistic(constant * intercept + dot(z[j], b))
  fn predict(z[P]) = logistic(constant * intercept + dot(z, b))
end

# fitted, predict: means; those of predict are for an exposure of 1
model poisson_regression(x[N, P], y[N] >= 0, exposure[N] > 0 = 1, l2 >= 0 = 0, constant = true, weight[N] >= 0 = 1)
  require max(y) > 0, "all counts are 0", "the loss is least where the mean is 0: there is nothing to estimate"
  param intercept init constant * log(sum(y) / sum{i} exposure[i])
  param b[P] init 0
  minimize -(sum{i} weight[i] * log poisson(y[i] | exposure[i] * exp(constant * intercept + dot(x[i], b)))) + l2 / 2 * sum{p} b[p]^2
  fn fitted() = array{i} (exposure[i] * exp(constant * intercept + dot(x[i], b)))
  fn predict(z[M, P]) = array{j} exp(constant * intercept + dot(z[j], b))
  fn predict(z[P]) = exp(constant * intercept + dot(z, b))
end

model negbinomial_regression(x[N, P], y[N] >= 0, exposure[N] > 0 = 1, l2 >= 0 = 0, constant = true, weight[N] >= 0 = 1)
  require max(y) > 0, "all counts are 0", "the loss is least where the mean is 0: there is nothing to estimate"
  param intercept init constant * log(sum(y) / sum{i} exposure[i])
  param b[P] init 0
  param r > 0 init 1
  minimize -(sum{i} weight[i] * log negbinomial(y[i] | exposure[i] * exp(constant * intercept + dot(x[i], b)), r)) + l2 / 2 * sum{p} b[p]^2
  fn fitted() = array{i} (exposure[i] * exp(constant * intercept + dot(x[i], b)))
  fn predict(z[M, P]) = array{j} exp(constant * intercept + dot(z[j], b))
  fn predict(z[P]) = exp(constant * intercept + dot(z, b))
end

# b[C, P]: without l2 only differences between classes are determined; fitted, predict: probabilities of the classes
model multinomial_regression(x[N, P], y[N] >= 1, l2 >= 0 = 1, constant = true, weight[N] >= 0 = 1, C >= 2 = max(y))
  param intercept[C] init 0
  param b[C, P] init 0
  minimize (sum{i} weight[i] * ((logsumexp{c} (constant * intercept[c] + dot(x[i], b[c]))) - constant * intercept[y[i]] - dot(x[i], b[y[i]]))) +
           l2 / 2 * sum{c, p} b[c, p]^2
  fn fitted() = array{i, c} exp(constant * intercept[c] + dot(x[i], b[c]) - logsumexp{e} (constant * intercept[e] + dot(x[i], b[e])))
  fn predict(z[M, P]) = array{j, c} exp(constant * intercept[c] + dot(z[j], b[c]) - logsumexp{e} (constant * intercept[e] + dot(z[j], b[e])))
  fn predict(z[P]) = array{c} exp(constant * intercept[c] + dot(z, b[c]) - logsumexp{e} (constant * intercept[e] + dot(z, b[e])))
  fn label() = array{i} argmax{c} (constant * intercept[c] + dot(x[i], b[c]))
end
