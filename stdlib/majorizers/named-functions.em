# Logarithms and powers by names under which bounds for them stand in the library: log1p, tanh, erf, cosh, u/(c + u).
majorizer named_log1p
  id      "R-PAIR-ATOMS"
  order   4.8
  for     log1p(u)
  bound   log(1 + u)
  update  exact
  because "the logarithm of 1 + u by its other name"
  check   u in (-0.5, 4)
end

majorizer named_log1p_below
  id      "R-PAIR-ATOMS"
  order   4.8
  for     -log1p(u)
  bound   -log(1 + u)
  update  exact
  because "the logarithm of 1 + u by its other name"
  check   u in (-0.5, 4)
end

majorizer named_log_tanh
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 + tanh(z))
  bound   log(2) - softplus(-2 * z)
  update  exact
  because "(1 + tanh(z)) / 2 is 1/(1 + exp(-2 z))"
  check   z in (-1, 1)
end

majorizer named_log_tanh_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 + tanh(z))
  bound   softplus(-2 * z) - log(2)
  update  exact
  because "(1 + tanh(z)) / 2 is 1/(1 + exp(-2 z))"
  check   z in (-1, 1)
end

majorizer named_log_tanh_rest
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - tanh(z))
  bound   log(2) - softplus(2 * z)
  update  exact
  because "(1 - tanh(z)) / 2 is 1/(1 + exp(2 z))"
  check   z in (-1, 1)
end

majorizer named_log_tanh_rest_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - tanh(z))
  bound   softplus(2 * z) - log(2)
  update  exact
  because "(1 - tanh(z)) / 2 is 1/(1 + exp(2 z))"
  check   z in (-1, 1)
end

majorizer named_log_erf
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 + erf(z))
  bound   log(2) + log_normal_cdf(sqrt(2) * z)
  update  exact
  because "(1 + erf(z)) / 2 is Phi(sqrt(2) z)"
  check   z in (-0.4, 0.4)
end

majorizer named_log_erf_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 + erf(z))
  bound   -log(2) - log_normal_cdf(sqrt(2) * z)
  update  exact
  because "(1 + erf(z)) / 2 is Phi(sqrt(2) z)"
  check   z in (-0.4, 0.4)
end

majorizer named_log_erf_rest
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 - erf(z))
  bound   log(2) + log_normal_cdf(-sqrt(2) * z)
  update  exact
  because "(1 - erf(z)) / 2 is Phi(-sqrt(2) z)"
  check   z in (-0.4, 0.4)
end

majorizer named_log_erf_rest_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 - erf(z))
  bound   -log(2) - log_normal_cdf(-sqrt(2) * z)
  update  exact
  because "(1 - erf(z)) / 2 is Phi(-sqrt(2) z)"
  check   z in (-0.4, 0.4)
end

majorizer named_log_cosh
  id      "R-PAIR-ATOMS"
  order   5
  for     log(cosh(z))
  bound   log_cosh(z)
  update  exact
  because "the name of this function"
  check   z in (-5, 5)
end

majorizer named_log_cosh_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(cosh(z))
  bound   -log_cosh(z)
  update  exact
  because "the name of this function"
  check   z in (-5, 5)
end

majorizer named_log_two_exponentials
  id      "R-PAIR-ATOMS"
  order   5
  for     log(exp(u) + exp(v))                where constant(u + v)
  bound   (u + v) / 2 + log_cosh((u - v) / 2) + log(2)
  update  exact
  because "exp(u) + exp(v) is 2 exp((u + v)/2) cosh((u - v)/2)"
  check   u = z + 1, v = -z, z in (-5, 5)
end

majorizer named_log_two_exponentials_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(exp(u) + exp(v))               where constant(u + v)
  bound   -(u + v) / 2 - log_cosh((u - v) / 2) - log(2)
  update  exact
  because "exp(u) + exp(v) is 2 exp((u + v)/2) cosh((u - v)/2)"
  check   u = z + 1, v = -z, z in (-5, 5)
end

# A share of a positive whole: written with one occurrence of u, its shape is that of a reciprocal.
majorizer named_share
  id      "R-PAIR-ATOMS"
  order   5.2
  for     u / (c + u)                         where constant(c) and c > 0 and u >= 0
  bound   1 - c / (c + u)
  update  exact
  because "u / (c + u) is 1 - c / (c + u)"
  check   c in (0.1, 3), u in (0, 4)
end

majorizer named_share_below
  id      "R-PAIR-ATOMS"
  order   5.2
  for     -u / (c + u)                        where constant(c) and c > 0 and u >= 0
  bound   c / (c + u) - 1
  update  exact
  because "u / (c + u) is 1 - c / (c + u)"
  check   c in (0.1, 3), u in (0, 4)
end

majorizer named_log_sinhc
  id      "R-PAIR-ATOMS"
  order   5
  for     log(sinh(u) / u)
  bound   log_sinhc(u)
  update  exact
  because "the name of this function"
  check   u in (0.1, 5)
end

majorizer named_log_sinhc_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(sinh(u) / u)
  bound   -log_sinhc(u)
  update  exact
  because "the name of this function"
  check   u in (0.1, 5)
end

majorizer named_log_sinhc_of_two
  id      "R-PAIR-ATOMS"
  order   5
  for     log(sinh(u)) - log(u)
  bound   log_sinhc(u)
  update  exact
  because "the name of this function"
  check   u in (0.1, 5)
end

majorizer named_log_sinhc_of_two_below
  id      "R-PAIR-ATOMS"
  order   5
  for     log(u) - log(sinh(u))
  bound   -log_sinhc(u)
  update  exact
  because "the name of this function"
  check   u in (0.1, 5)
end
