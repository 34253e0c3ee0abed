# Mode of the generalised inverse Gaussian.
minimizer gig_mode
  id      "M-GIG"
  order   43
  for     x > 0: a * x + b / x + c * log(x)                 where a >= 0 and b >= 0
  let     s = (c^2 + 4 * a * b)^(1/2)
  gives   x = if c > 0 then 2 * b / (c + s) else (s - c) / (2 * a)
  needs   (a > 0 or c > 0) and (b > 0 or c < 0) else if a > 0 or c > 0 then 1e-300 else 1e300
  needs   a > 0 or b > 0 or c != 0 else keep
  needs   (a > 0 or c >= 0) and (b > 0 or c <= 0) else unbounded
  needs   a > 0 or b <= 0 or c != 0 else infinite
  because "positive root of a x^2 + c x - b = 0, the branch without cancellation"
  source  "Jorgensen 1982"
  check   a in (0.1, 3), b in (0.1, 3), c in (-3, 3)
end
