# Two powers that pull in opposite directions. The exponents are numbers.
minimizer power
  id      "M-POWER"
  order   47
  for     x > 0: a * x^p + b * x^q                          where p > q and a * p >= 0 and b * q <= 0
  gives   x = (-(b * q) / (a * p))^(1 / (p - q))
  needs   a * p > 0 and b * q < 0 else if a * p > 0 then 1e-300 else 1e300
  needs   a * p > 0 or b * q < 0 else keep
  needs   (a * p > 0 or b * q >= 0 or q < 0) and (b * q < 0 or a * p <= 0 or p > 0) else unbounded
  needs   a * p > 0 or b * q >= 0 or q > 0 else infinite
  because "slope times x: a p x^p + b q x^q changes its sign once"
  check   a in (0.1, 3), b in (0.1, 3), p in (0.5, 3), q in (-3, -0.5)
end
