# A power against a logarithm: Weibull scales, rates of generalised gammas. The exponent is a number.
minimizer power_log
  id      "M-POWER-LOG"
  order   46
  for     x > 0: a * x^p + c * log(x)                       where a >= 0 and c * p <= 0
  gives   x = (-c / (a * p))^(1 / p)
  needs   a > 0 and c * p < 0 else if c > 0 or c == 0 and p > 0 then 1e-300 else 1e300
  needs   a > 0 or c != 0 else keep
  needs   a > 0 or c == 0 else unbounded
  needs   a <= 0 or c != 0 or p > 0 else infinite
  because "slope times x: a p x^p + c is 0 where x^p is -c/(a p)"
  check   a in (0.1, 3), c in (-3, -0.1), p in (0.5, 3)
end
