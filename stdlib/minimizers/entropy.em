# An entropy with a linear cost on the positive numbers.
minimizer entropy
  id      "M-ENT"
  order   49
  for     x > 0: t * x * log(x) + c * x                     where t >= 0
  gives   x = exp(-1 - c / t)
  needs   t > 0 else if c > 0 then 1e-300 else 1e308
  needs   t > 0 or c != 0 else keep
  needs   t > 0 or c >= 0 else unbounded
  because "slope t (1 + log x) + c is 0 at exp(-1 - c/t)"
  check   t in (0.2, 3), c in (-3, 3)
end
