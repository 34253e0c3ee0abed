# distribution.em: one distribution for all observations, by maximum likelihood.
#
#   use distribution
#   fit m = distribution(x, family = gamma)
#   print m.shape, m.rate, se(m.shape)       # what the density calls its parameters
#   print m.density(x[1])
#
# family: a density of the library (normal, gamma, beta, weibull, negbinomial, dirichlet, student, …) or a fn of the script with a
# conditional bar. x[N] or x[N, D]: the family sees a number or a vector.
# SPDX-License-Identifier: GPL-3.0-or-later
model distribution(x, family = normal)
  param family.args
  minimize -sum{i} log family(x[i] | family.args)
  fn density(z) = family(z | family.args)
end
