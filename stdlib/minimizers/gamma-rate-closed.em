# The same where 0 belongs to the domain: without a logarithm the least value is there.
minimizer gamma_rate_closed
  id      "M-LOG-LIN"
  order   39
  for     x >= 0: a * x - c * log(x)                        where a >= 0 and c >= 0
  gives   x = c / a
  needs   a > 1e-307 else 1e308                  # below, 1/a is no number
  needs   a > 1e-307 or c > 1e-280 else keep
  needs   a > 1e-307 or c <= 1e-280 else unbounded
  because "slope a - c/x is 0 at c/a; at the end 0 where c is 0"
  check   a in (0.1, 3), c in (0.1, 3)
end
