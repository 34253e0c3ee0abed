# Exponentials of the step up and down, each multiple a number of the entry: iterative scaling.
minimizer exponential_step
  id      "M-EXP-STEP"
  order   73
  for     x: a * exp(k * (x - touch(x))) + b * exp(-k * (x - touch(x))) + c * x   where k > 0 and a >= 0 and b >= 0
  let     s = (c^2 + 4 * a * b * k^2)^(1/2)
  gives   x = touch(x) + log(if c > 0 then 2 * b * k / (c + s) else (s - c) / (2 * a * k)) / k
  let     d = if a > 0 then -k else k            # the way down, where one exponential stands alone
  needs   (a > 0 or c > 0) and (b > 0 or c < 0) else if c != 0 then -1e308 * sign(c) else touch(x) + (if abs(d * touch(x)) < 600 then 40 / d else 0)
  needs   a > 0 or b > 0 or c != 0 else keep
  needs   (a > 0 or c >= 0) and (b > 0 or c <= 0) else unbounded
  needs   c != 0 or a > 0 and b > 0 or a <= 0 and b <= 0 else infinite
  because "exp of k times the step is the positive root of a k t^2 + c t - b k, the branch without cancellation"
  source  "Darroch and Ratcliff 1972"
  check   a in (0.1, 3), b in (0.1, 3), c in (-3, 3), k in [1.5, 1.5]
end
