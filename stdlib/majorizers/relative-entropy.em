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

# The same where the factor in front is no entry, or the other factor is unknown too: y log(y / x), a log(a / m).
majorizer weighted_log_of_product
  id      "R-NORM-LOG"
  order   12.5
  for     w * log(u * v)                      where u >= 0 and v >= 0
  bound   w * log(u) + w * log(v)
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   w in (-3, 3), u in (0.1, 5), v in (0.1, 5)
end

majorizer weighted_log_of_product_below
  id      "R-NORM-LOG"
  order   12.5
  for     -w * log(u * v)                     where u >= 0 and v >= 0
  bound   -w * log(u) - w * log(v)
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   w in (-3, 3), u in (0.1, 5), v in (0.1, 5)
end
