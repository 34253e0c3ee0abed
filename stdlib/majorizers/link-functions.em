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
