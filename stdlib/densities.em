# densities.em: probability densities and losses, in the language itself.
#
# Each density is exp(log-density), so that its logarithm is exact and nothing underflows. The conditional bar stands before
# the parameters. Definitions with the same name differ in the axes of their arguments: for vectors, the last parameter may
# be a number (times the identity), a vector of variances, or a covariance matrix. An argument without axes but with a domain
# (`in real`, if nothing else) is a number: given an array, the function is applied to each element. `mu = sample(x)` says how
# the parameter starts where a model takes the density as its family. Words in quotes behind an argument's domain are told where
# a fit finds the best value of a parameter at infinity.
# SPDX-License-Identifier: GPL-3.0-or-later

# ---- counts and labels

fn bernoulli(x in [0, 1] | p in [0, 1]) = exp(x * log(p) + (1 - x) * log(1 - p))

fn binomial(x in 0..inf | n in 0..inf, p in [0, 1]) = exp(lchoose(n, x) + x * log(p) + (n - x) * log(1 - p))

fn categorical(x | p[K] in simplex) = p[x]

fn multinomial(x[K] in 0..inf | p[K] in simplex) =
  exp(lgamma(1 + sum{k} x[k]) - sum{k} lgamma(1 + x[k]) + sum{k} x[k] * log(p[k]))

fn poisson(x in 0..inf | m > 0 = uniform(mean(x) / 2, 2 * mean(x))) = exp(x * log(m) - m - lgamma(x + 1))

fn geometric(x in 0..inf | p in (0, 1)) = exp(log(p) + x * log(1 - p))

# mean m, variance m + m^2 / r
fn negbinomial(x in 0..inf | m > 0 = uniform(mean(x) / 2, 2 * mean(x)),
               r > 0 "the counts spread no more than Poisson's law does, which is this one with r at infinity: take poisson, or give r a prior") =
  exp(lgamma(x + r) - lgamma(r) - lgamma(x + 1) + r * log(r) + x * log(m) - (x + r) * log(m + r))

# ---- positive numbers and proportions

fn exponential(x >= 0 | rate > 0 = uniform(1 / (2 * mean(x)), 2 / mean(x))) = exp(log(rate) - rate * x)

fn gamma(x > 0 | shape > 0, rate > 0 = uniform(1 / (2 * mean(x)), 2 / mean(x))) =
  exp(shape * log(rate) - lgamma(shape) + (shape - 1) * log(x) - rate * x)

fn lognormal(x > 0 | m in real = uniform(mean(log(x)) - 1, mean(log(x)) + 1), v > 0) =
  exp(-log(x) - (log(x) - m)^2 / (2 * v) - 1/2 * log(2 * pi * v))

fn weibull(x > 0 | shape > 0 "the numbers are (nearly) equal, so that the law concentrates on one without end: give the shape a prior or a bound", scale > 0 = uniform(mean(x) / 2, 2 * mean(x))) =
  exp(log(shape) - shape * log(scale) + (shape - 1) * log(x) - (x / scale)^shape)

fn beta(x in (0, 1) | a > 0, b > 0) = exp((a - 1) * log(x) + (b - 1) * log(1 - x) - lbeta(a, b))

fn dirichlet(p[K] in simplex | a[K] > 0) =
  exp(lgamma(sum{k} a[k]) - sum{k} lgamma(a[k]) + sum{k} (a[k] - 1) * log(p[k]))

# ---- real numbers and vectors

fn normal(x in real | mu in real = sample(x), v > 0 = uniform(mean((x - mean(x))^2) / 4, mean((x - mean(x))^2))) =
  exp(-1/2 * (x - mu)^2 / v - 1/2 * log(v) - 1/2 * log(2 * pi))

fn normal(x[D] | mu[D], v > 0) =
  exp(-1/2 * (sum{d} (x[d] - mu[d])^2) / v - D/2 * log(v) - D/2 * log(2 * pi))

fn normal(x[D] | mu[D], v[D] > 0) =
  exp(-1/2 * (sum{d} (x[d] - mu[d])^2 / v[d]) - 1/2 * (sum{d} log(v[d])) - D/2 * log(2 * pi))

fn normal(x[D] | mu[D] = sample(x),
          v[D, D] in spd = array{d in D, e in D} (if d == e then 1/4 * mean{i} (x[i, d] - mean(x[:, d]))^2 else 0)) =
  exp(-1/2 * quad(x - mu, inv(v)) - 1/2 * logdet(v) - D/2 * log(2 * pi))

# v is the squared scale; the variance is v * df / (df - 2)
fn student(x in real | df > 0, m in real = sample(x), v > 0 = uniform(mean((x - mean(x))^2) / 4, mean((x - mean(x))^2))) =
  exp(lgamma((df + 1) / 2) - lgamma(df / 2) - 1/2 * log(df) - 1/2 * log(pi) - 1/2 * log(v)
      - (df + 1) / 2 * log(1 + (x - m)^2 / (df * v)))

fn student(x[D] | df > 0, m[D], v > 0) =
  exp(lgamma((df + D) / 2) - lgamma(df / 2) - D/2 * log(df) - D/2 * log(pi) - D/2 * log(v)
      - (df + D) / 2 * log(1 + (sum{d} (x[d] - m[d])^2) / (df * v)))

fn student(x[D] | df > 0, m[D], v[D] > 0) =
  exp(lgamma((df + D) / 2) - lgamma(df / 2) - D/2 * log(df) - D/2 * log(pi) - 1/2 * (sum{d} log(v[d]))
      - (df + D) / 2 * log(1 + (sum{d} (x[d] - m[d])^2 / v[d]) / df))

fn student(x[D] | df > 0, m[D] = sample(x),
           v[D, D] in spd = array{d in D, e in D} (if d == e then 1/4 * mean{i} (x[i, d] - mean(x[:, d]))^2 else 0)) =
  exp(lgamma((df + D) / 2) - lgamma(df / 2) - D/2 * log(df) - D/2 * log(pi) - 1/2 * logdet(v)
      - (df + D) / 2 * log(1 + quad(x - m, inv(v)) / df))

fn laplace(x in real | m in real = sample(x), scale > 0 = uniform(mean(|x - mean(x)|) / 4, mean(|x - mean(x)|))) = exp(-|x - m| / scale - log(scale) - log(2))

fn cauchy(x in real | m in real = sample(x), scale > 0 = uniform(mean(|x - mean(x)|) / 4, mean(|x - mean(x)|))) = exp(-log(1 + (x - m)^2 / scale^2) - log(scale) - log(pi))

# angles, in radians
fn vonmises(x in real | m in real,
            kappa > 0 "the directions are (nearly) the same, so that the law concentrates on one without end: give kappa a prior or a bound") =
  exp(kappa * cos(x - m) - log_besseli0(kappa) - log(2 * pi))

# ---- losses of a value x and what a model says it is, m

fn squared_error(x in real, m in real) = (x - m)^2

# the generalised divergence of Kullback and Leibler, up to what depends on x alone
fn kullback_leibler(x >= 0, m > 0) = m - x * log(m)

# the divergence of Itakura and Saito, up to what depends on x alone
fn itakura_saito(x > 0, m > 0) = x / m + log(m)

# ---- losses of a residual r

fn half_square(r in real) = r^2 / 2

fn absolute(r in real) = |r|

fn huber(r in real; delta > 0) = if |r| <= delta then r^2 / 2 else delta * |r| - delta^2 / 2

fn tukey(r in real; c > 0) = if |r| <= c then c^2 / 6 * (1 - (1 - r^2 / c^2)^3) else c^2 / 6

# tau * r for r >= 0, (tau - 1) * r below: the tau-quantile
fn pinball(r in real; tau in [0, 1]) = |r| / 2 + (tau - 1/2) * r

# ---- matrices: the least and the greatest eigenvalue of a symmetric one; sums and powers of singular values

fn lambda_min(S[D, D]) = eigenvalues(S)[1]

fn lambda_max(S[D, D]) = eigenvalues(S)[D]

fn nuclear(X[Q, D]) = sum{q} singular_values(X)[q]

fn schatten(X[Q, D] | p > 0) = sum{q} singular_values(X)[q]^p
