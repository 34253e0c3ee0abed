# The logarithm of a product over an index.
majorizer log_of_prod
  id      "R-NORM-LOG"
  order   12
  for     log(prod{k} a[k])                   where a[k] >= 0
  bound   sum{k} log(a[k])
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   a[k] in (0.1, 3), K = 4
end

majorizer log_of_prod_below
  id      "R-NORM-LOG"
  order   12
  for     -log(prod{k} a[k])                  where a[k] >= 0
  bound   -sum{k} log(a[k])
  update  exact
  because "the logarithm of a product of nonnegative factors is the sum of their logarithms"
  check   a[k] in (0.1, 3), K = 4
end
