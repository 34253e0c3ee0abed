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
