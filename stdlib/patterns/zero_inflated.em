# zero_inflated.em: counts with more zeros than their distribution has: with probability p a zero, otherwise the family.
#
#   use zero_inflated
#   fit m = zero_inflated(y)                             # Poisson; family = negbinomial, geometric, …
#   print m.p, m.m
#   fit m = zero_inflated_regression(x, y)               # both parts depend on x
#   print m.intercept, m.b, m.zero_intercept, m.zero_b   # of the log of the mean; of the logit of the extra zeros
# SPDX-License-Identifier: GPL-3.0-or-later
model zero_inflated(y[N] >= 0, family = poisson)
  require max(y) > 0, "all counts are 0", "the loss is least where the mean is 0: there is nothing to estimate"
  param p in (0, 1)
  param family.args
  minimize -sum{i} (if y[i] == 0 then log(p + (1 - p) * family(y[i] | family.args)) else log(1 - p) + log family(y[i] | family.args))
end

model zero_inflated_regression(x[N, P], y[N] >= 0)
  require max(y) > 0, "all counts are 0", "the loss is least where the mean is 0: there is nothing to estimate"
  param intercept init log(mean(y))
  param b[P] init 0
  param zero_intercept init 0
  param zero_b[P] init 0
  fn eta(v[P]) = intercept + dot(v, b)
  fn logit_zero(v[P]) = zero_intercept + dot(v, zero_b)
  minimize sum{i} (softplus(logit_zero(x[i])) - (if y[i] == 0 then log(exp(logit_zero(x[i])) + exp(-exp(eta(x[i]))))
                                                 else log poisson(y[i] | exp(eta(x[i])))))
end
