# Linear against logarithm on the positive numbers: Poisson means, rates.
minimizer gamma_rate
  id      "M-LOG-LIN"
  order   40
  for     x > 0: a * x - c * log(x)                         where a >= 0 and c >= 0
  gives   x = c / a
  needs   c > 0 and a > 1e-307 else if c > 0 then 1e308 else 1e-300      # 0 does not belong to the domain; below, 1/a is no number
  needs   a > 1e-307 or c > 1e-280 else keep
  needs   a > 1e-307 or c <= 1e-280 else unbounded
  because "slope a - c/x is 0 at c/a"
  check   a in (0.1, 3), c in (0.1, 3)
end
