minimizer linear_inverse
  id      "M-LIN-INV"
  order   42
  for     x > 0: a * x + b / x                              where a >= 0 and b >= 0
  gives   x = (b / a)^(1/2)
  needs   a > 0 and b > 0 else if b > 0 then 1e300 else 1e-300           # 0 does not belong to the domain
  needs   a > 0 or b > 0 else keep
  needs   a > 0 or b <= 0 else infinite
  because "slope a - b/x^2 is 0 at the root of b/a"
  check   a in (0.1, 3), b in (0.1, 3)
end
