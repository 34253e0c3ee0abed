# The logarithm of a product, taken apart before anything is bounded. Both sides are -inf where a factor is 0.
majorizer log_of_product
  id      "R-NORM-LOG"
  order   10
  for     log(u * v)                          where u >= 0 and v >= 0
  bound   log(u) + log(v)
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   u in (0.1, 5), v in (0.1, 5)
end

majorizer log_of_product_below
  id      "R-NORM-LOG"
  order   10
  for     -log(u * v)                         where u >= 0 and v >= 0
  bound   -log(u) - log(v)
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   u in (0.1, 5), v in (0.1, 5)
end
