# The gamma function's logarithm and a linear term: expected logarithms of gamma and Dirichlet laws.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer gamma_logarithm
  id      "M-INV-DIGAMMA"
  order   62
  for     x > 0: a * lgamma(x) - h * x                      where a >= 0
  gives   x = inverse_digamma(h / a)
  needs   a > 0 else if h < 0 then 1e-300 else 1e300
  needs   a > 0 or h != 0 else keep
  needs   a > 0 or h <= 0 else unbounded
  because "where the slope a digamma(x) - h is 0"
  source  "Minka 2000"
  check   a in (0.1, 3), h in (-3, 3)
end
# Shapes of gamma laws, degrees of freedom of Student's: with digamma'(x) > 1/x + 1/(2 x^2) the slope rises throughout, from
# minus infinity at 0 to a limit that tells whether there is a least value at a finite place.
minimizer gamma_shape
  id      "M-GAMMA-SHAPE"
  order   62.1
  for     x > 0: c * lgamma(k * x) - d * x * log(x) + b * x + e / x - f * log(x)      where occurs(c) and k > 0 and c >= 0 and d >= 0 and e >= 0 and c * k - d >= 0 and f + c / 2 >= 0
  let     s = b / d - 1 + log(k)
  let     m = if c * k > d then 1 else b - d + d * log(k)                      # the sign of the slope far out
  search  t in (0, inf): c * k * digamma(k * t) - d * log(t) - d + b - e / t^2 - f / t
  start   if d > 0 and s > 0 then (3 - s + ((s - 3)^2 + 24 * s)^(1/2)) / (12 * s * k) else 1
  gives   x = max(t, 1e-300)
  needs   c > 0 or b != 0 or e > 0 or f > 0 else keep
  needs   m > 0 or m == 0 and f + c / 2 <= 0 else unbounded
  needs   m > 0 or m < 0 or c <= 0 and e <= 0 else infinite
  limit   "the law has less and less spread, or lighter and lighter tails: a law without this parameter, or a prior on it, fits the data"
  because "the slope c k digamma(k x) - d log(x) - d + b - e/x^2 - f/x rises and is searched"
  source  "Minka 2002; Liu and Rubin 1995"
  check   c in (0.5, 3), d in (0.1, 0.2), b in (0.3, 3), e in (0, 1), f in (0, 1), k in [0.5, 0.5]
end
