# log(1 + exp(z)) by its name, so that the bounds for softplus serve it.
majorizer named_softplus
  id      "R-PAIR-ATOMS"
  order   5
  for     log(1 + exp(z))
  bound   softplus(z)
  update  exact
  because "log(1 + exp(z)) is softplus(z)"
  check   z in (-6, 6)
end

majorizer named_softplus_below
  id      "R-PAIR-ATOMS"
  order   5
  for     -log(1 + exp(z))
  bound   -softplus(z)
  update  exact
  because "log(1 + exp(z)) is softplus(z)"
  check   z in (-6, 6)
end

# The same with another positive number in the place of 1: a size that is held while the rest moves.
majorizer named_shifted_softplus
  id      "R-PAIR-ATOMS"
  order   5.1
  for     log(c + exp(z))                     where constant(c) and c > 0
  bound   log(c) + softplus(z - log(c))
  update  exact
  because "log(c + exp(z)) is log(c) + log(1 + exp(z - log(c)))"
  check   c in (0.1, 5), z in (-6, 6)
end

majorizer named_shifted_softplus_below
  id      "R-PAIR-ATOMS"
  order   5.1
  for     -log(c + exp(z))                    where constant(c) and c > 0
  bound   -log(c) - softplus(z - log(c))
  update  exact
  because "log(c + exp(z)) is log(c) + log(1 + exp(z - log(c)))"
  check   c in (0.1, 5), z in (-6, 6)
end
