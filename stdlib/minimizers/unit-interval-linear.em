minimizer unit_interval_linear
  id      "M-UNIT-LIN"
  order   51
  for     x in (0, 1): -a * log(x) - b * log(1 - x) + c * x where a >= 0 and b >= 0
  let     s = a + b + c
  let     q = ((a - c)^2 + b^2 + 2 * b * (a + c))^(1/2)
  let     r = if s >= 0 then 2 * a / (s + q) else (s - q) / (2 * c)
  gives   x = r
  needs   a > 0 and b > 0 else if abs(s) + q > 0 then min(max(r, 1e-300), 0.9999999999999999) else 1e-300      # 0 and 1 do not belong to the domain
  needs   a > 0 or b > 0 or c != 0 else keep
  because "root in (0, 1) of c x^2 - (a + b + c) x + a, the branch without cancellation"
  check   a in (0.1, 3), b in (0.1, 3), c in (-6, 6)
end
