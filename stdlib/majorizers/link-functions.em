# Logarithms of probabilities by their names, so that the bounds for softplus, log Phi and log(1 - exp(-x)) serve them.
majorizer named_log_logistic
  id      "R-PAIR-ATOMS"
  order   5
  for     log(logistic(z))
  bound   -softplus(-z)
  update  exact
  because "the logarithm of 1/(1 + exp(-z)) is -softplus(-z)"
  check   z in (-1, 1)
end

majorizer named_log_logistic_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(logistic(z))
  bound   softplus(-z)
  update  exact
  because "the logarithm of 1/(1 + exp(-z)) is -softplus(-z)"
  check   z in (-1, 1)
end

majorizer named_log_complement
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - logistic(z))
  bound   -softplus(z)
  update  exact
  because "1 - logistic(z) is logistic(-z)"
  check   z in (-1, 1)
end

majorizer named_log_complement_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - logistic(z))
  bound   softplus(z)
  update  exact
  because "1 - logistic(z) is logistic(-z)"
  check   z in (-1, 1)
end

majorizer named_log_of_rest
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - 1 / (1 + exp(z)))
  bound   -softplus(-z)
  update  exact
  because "1 - 1/(1 + exp(z)) is 1/(1 + exp(-z))"
  check   z in (-1, 1)
end

majorizer named_log_of_rest_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - 1 / (1 + exp(z)))
  bound   softplus(-z)
  update  exact
  because "1 - 1/(1 + exp(z)) is 1/(1 + exp(-z))"
  check   z in (-1, 1)
end

majorizer named_log_normal
  id      "R-PAIR-ATOMS"
  order   5
  for     log(normal_cdf(z))
  bound   log_normal_cdf(z)
  update  exact
  because "the name of this function"
  check   z in (-0.6, 0.6)
end

majorizer named_log_normal_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(normal_cdf(z))
  bound   -log_normal_cdf(z)
  update  exact
  because "the name of this function"
  check   z in (-0.6, 0.6)
end

majorizer named_log_normal_rest
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - normal_cdf(z))
  bound   log_normal_cdf(-z)
  update  exact
  because "1 - Phi(z) is Phi(-z)"
  check   z in (-0.6, 0.6)
end

majorizer named_log_normal_rest_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - normal_cdf(z))
  bound   -log_normal_cdf(-z)
  update  exact
  because "1 - Phi(z) is Phi(-z)"
  check   z in (-0.6, 0.6)
end

majorizer named_log_no_event
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - exp(u))                     where u < 0
  bound   log1mexp(-u)
  update  exact
  because "the logarithm of 1 - exp(-x) by its name"
  check   u in (-5, -0.1)
end

majorizer named_log_no_event_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - exp(u))                    where u < 0
  bound   -log1mexp(-u)
  update  exact
  because "the logarithm of 1 - exp(-x) by its name"
  check   u in (-5, -0.1)
end

# The probability between two thresholds.
majorizer named_log_between
  id      "R-PAIR-ATOMS"
  order   5
  for     log(logistic(u) - logistic(v))      where u >= v
  bound   log1mexp(u - v) - softplus(-u) - softplus(v)
  update  exact
  because "logistic(u) - logistic(v) is logistic(u) logistic(-v) (1 - exp(v - u))"
  check   u in (0.1, 1), v in (-1, -0.1)
end

majorizer named_log_between_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(logistic(u) - logistic(v))     where u >= v
  bound   softplus(-u) + softplus(v) - log1mexp(u - v)
  update  exact
  because "logistic(u) - logistic(v) is logistic(u) logistic(-v) (1 - exp(v - u))"
  check   u in (0.1, 1), v in (-1, -0.1)
end

majorizer named_log_expm1
  id      "R-PAIR-ATOMS"
  order   5
  for     log(exp(x) - 1)                     where x > 0
  bound   x + log1mexp(x)
  update  exact
  because "exp(x) - 1 is exp(x) (1 - exp(-x))"
  check   x in (0.1, 5)
end

majorizer named_log_expm1_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(exp(x) - 1)                    where x > 0
  bound   -(x + log1mexp(x))
  update  exact
  because "exp(x) - 1 is exp(x) (1 - exp(-x))"
  check   x in (0.1, 5)
end

majorizer named_log_sinh
  id      "R-PAIR-ATOMS"
  order   5
  for     log(sinh(x))                        where x > 0
  bound   x - log(2) + log1mexp(2 * x)
  update  exact
  because "2 sinh(x) is exp(x) (1 - exp(-2 x))"
  check   x in (0.1, 5)
end

majorizer named_log_sinh_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(sinh(x))                       where x > 0
  bound   -(x - log(2) + log1mexp(2 * x))
  update  exact
  because "2 sinh(x) is exp(x) (1 - exp(-2 x))"
  check   x in (0.1, 5)
end
