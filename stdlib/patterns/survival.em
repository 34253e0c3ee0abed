# survival.em: times until something happens, some of them censored: event[i] is 1 where it happened at t[i], 0 where all that is
# known is that it had not happened by t[i]; and measurements that stop at a limit (censoring, tobit).
#
#   use survival
#   fit m = weibull_survival(t, event)
#   print m.shape, m.scale, m.survives(12)
#   fit m = exponential_regression(x, t, event)      # the log of the rate is linear in x
#   fit m = weibull_regression(x, t, event)          # the log of the scale is linear in x
#   fit m = tobit(x, y, lower = 0)                   # regression with responses cut off below
# SPDX-License-Identifier: GPL-3.0-or-later

model exponential_survival(t[N] > 0, event[N] in [0, 1])
  require max(event) > 0, "no event was seen, all times are cut off", "the least rate fits best: there is nothing to estimate"
  param rate > 0 init sum(event) / sum(t)
  minimize sum{i} (rate * t[i] - event[i] * log(rate))
  fn survives(u) = exp(-rate * u)
end

model weibull_survival(t[N] > 0, event[N] in [0, 1])
  require max(event) > 0, "no event was seen, all times are cut off", "the least rate fits best: there is nothing to estimate"
  param shape > 0 init 1
  param scale > 0 init sum(t) / sum(event)
  minimize sum{i} ((t[i] / scale)^shape - event[i] * (log(shape) - shape * log(scale) + (shape - 1) * log(t[i])))
  fn survives(u) = exp(-(u / scale)^shape)
end

model exponential_regression(x[N, P], t[N] > 0, event[N] in [0, 1], constant = true)
  require max(event) > 0, "no event was seen, all times are cut off", "the least rate fits best: there is nothing to estimate"
  param intercept init constant * log(sum(event) / sum(t))
  param b[P] init 0
  minimize sum{i} (t[i] * exp(constant * intercept + dot(x[i], b)) - event[i] * (constant * intercept + dot(x[i], b)))
  fn rate(z[M, P]) = array{j} exp(constant * intercept + dot(z[j], b))
  fn rate(z[P]) = exp(constant * intercept + dot(z, b))
end

model weibull_regression(x[N, P], t[N] > 0, event[N] in [0, 1], constant = true)
  require max(event) > 0, "no event was seen, all times are cut off", "the least rate fits best: there is nothing to estimate"
  param shape > 0 init 1
  param intercept init constant * log(sum(t) / sum(event))
  param b[P] init 0
  fn residual(v[P], u) = log(u) - constant * intercept - dot(v, b)
  minimize sum{i} (exp(shape * residual(x[i], t[i])) - event[i] * (log(shape) - log(t[i]) + shape * residual(x[i], t[i])))
  fn scale(z[M, P]) = array{j} exp(constant * intercept + dot(z[j], b))
  fn scale(z[P]) = exp(constant * intercept + dot(z, b))
  fn survives(z[P], u) = exp(-exp(shape * residual(z, u)))
end

model tobit(x[N, P], y[N], lower = 0, constant = true)
  require max(y) > min(y), "the response is constant", "there is no variance to estimate: look at the column that was read"
  param intercept init constant * mean(y)
  param b[P] init 0
  param v > 0 init mean{i} (y[i] - mean(y))^2
  minimize sum{i} (if y[i] <= lower then -log_normal_cdf((lower - constant * intercept - dot(x[i], b)) / sqrt(v))
                   else -log normal(y[i] | constant * intercept + dot(x[i], b), v))
  fn latent() = array{i} (constant * intercept + dot(x[i], b))
end
