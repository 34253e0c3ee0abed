minimizer quadratic_log
  id      "M-QUAD-LIN-LOG"
  order   44
  for     x > 0: a / 2 * x^2 + b * x - c * log(x)           where a >= 0 and c >= 0
  let     s = (b^2 + 4 * a * c)^(1/2)
  gives   x = if b > 0 then 2 * c / (b + s) else (s - b) / (2 * a)
  needs   (a > 0 or b > 0) and (c > 0 or b < 0) else if a > 0 or b > 0 then 1e-300 else 1e308
  needs   a > 0 or b != 0 or c > 0 else keep
  needs   a > 0 or b > 0 or b == 0 and c == 0 else unbounded
  because "positive root of a x^2 + b x - c = 0, the branch without cancellation"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3)
end
