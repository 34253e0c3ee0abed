# Relative entropies: the known factor leaves the logarithm, so that the rows for entropies find their terms.
majorizer relative_entropy
  id      "R-PAIR-ATOMS"
  order   6
  for     u * log(u * v)                      where u >= 0 and v > 0 and entry(u) and constant(v)
  bound   u * log(u) + u * log(v)
  update  exact
  because "the logarithm of a product is the sum of the logarithms"
  check   u in (0.1, 5), v in (0.1, 5)
end
