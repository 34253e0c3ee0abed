# Linear against logarithm on the positive numbers: Poisson means, rates.
minimizer gamma_rate
  id      "M-LOG-LIN"
  order   40
  for     x > 0: a * x - c * log(x)                         where a >= 0 and c >= 0
  gives   x = c / a
  needs   c > 0 else 1e-300                      # the least value lies at 0, which does not belong to the domain
  needs   a > 1e-307 else keep                   # below, 1/a is no number
  needs   a > 0 or c <= 0 else unbounded
  because "slope a - c/x is 0 at c/a"
  check   a in (0.1, 3), c in (0.1, 3)
end
