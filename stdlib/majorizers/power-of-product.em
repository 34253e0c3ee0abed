# The power of a product, taken apart before anything is bounded.
majorizer power_of_product
  id      "R-NORM-POW"
  order   13
  for     (prod{k} a[k])^q                    where a[k] >= 0 and constant(q)
  bound   prod{k} a[k]^q
  update  exact
  because "the power of a product of nonnegative factors is the product of their powers"
  check   a[k] in (0.1, 3), q in (-2, 3), K = 3
end

majorizer power_of_product_below
  id      "R-NORM-POW"
  order   13
  for     -(prod{k} a[k])^q                   where a[k] >= 0 and constant(q)
  bound   -prod{k} a[k]^q
  update  exact
  because "the power of a product of nonnegative factors is the product of their powers"
  check   a[k] in (0.1, 3), q in (-2, 3), K = 3
end
