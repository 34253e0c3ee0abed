# Two logarithms on the unit interval: Bernoulli, binomial, geometric.
minimizer unit_interval
  id      "M-UNIT"
  order   50
  for     x in (0, 1): -a * log(x) - b * log(1 - x)         where a >= 0 and b >= 0
  gives   x = a / (a + b)
  needs   a > 0 and b > 0 else if a > 0 then 0.9999999999999999 else 1e-300      # 0 and 1 do not belong to the domain
  needs   a + b > 1e-307 else keep               # below, 1/(a + b) is no number
  because "slope -a/x + b/(1-x) is 0 at a/(a+b)"
  check   a in (0.1, 3), b in (0.1, 3)
end
