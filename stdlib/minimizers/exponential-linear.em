# Exponentials of multiples of the unknown against a linear term, or against each other. The multiples are numbers.
minimizer exponential_linear
  id      "M-EXP-LIN"
  order   70
  for     x: a * exp(k * x) - b * x                         where a >= 0 and b * k >= 0
  gives   x = log(b / (a * k)) / k
  needs   a > 0 and b * k > 0 else if a > 0 then touch(x) - (if abs(k * touch(x)) < 600 then 40 / k else 0) else 1e308 * sign(b)
  needs   a > 0 or abs(b) > 1e-280 else keep
  needs   a > 0 or abs(b) <= 1e-280 else unbounded
  needs   b * k > 0 else infinite
  because "slope a k exp(k x) - b is 0 where exp(k x) is b/(a k)"
  check   a in (0.1, 3), b in (0.1, 3), k in (0.5, 2)
end
minimizer exponential_pair
  id      "M-EXP-LIN"
  order   71
  for     x: a * exp(k * x) + b * exp(l * x)                where k > l and a * k >= 0 and b * l <= 0
  gives   x = log(-(b * l) / (a * k)) / (k - l)
  let     d = if a * k > 0 then -k else -l       # the way down, where one term stands alone
  needs   a * k > 0 and b * l < 0 else if a * k > 0 and k < 0 or a * k <= 0 and l > 0 then 1e308 * sign(d) else touch(x) + (if abs(d * touch(x)) < 600 then 40 / d else 0)
  needs   a * k > 0 or b * l < 0 else keep
  needs   (a * k > 0 or b * l >= 0 or l < 0) and (b * l < 0 or a * k <= 0 or k > 0) else unbounded
  needs   (a * k > 0 or b * l >= 0 or l > 0) and (b * l < 0 or a * k <= 0 or k < 0) else infinite
  because "slope a k exp(k x) + b l exp(l x) changes its sign once"
  check   a in (0.1, 3), b in (0.1, 3), k in (0.5, 2), l in (-2, -0.5)
end
minimizer exponential_pair_linear
  id      "M-EXP-LIN"
  order   72
  for     x: a * exp(k * x) + b * exp(l * x) + c * x        where k > 0 and l == -k and a >= 0 and b >= 0
  let     s = (c^2 + 4 * a * b * k^2)^(1/2)
  gives   x = log(if c > 0 then 2 * b * k / (c + s) else (s - c) / (2 * a * k)) / k
  let     d = if a > 0 then -k else k            # the way down, where one exponential stands alone
  needs   (a > 0 or c > 0) and (b > 0 or c < 0) else if c != 0 then -1e308 * sign(c) else touch(x) + (if abs(d * touch(x)) < 600 then 40 / d else 0)
  needs   a > 0 or b > 0 or c != 0 else keep
  needs   (a > 0 or c >= 0) and (b > 0 or c <= 0) else unbounded
  needs   c != 0 or a > 0 and b > 0 or a <= 0 and b <= 0 else infinite
  because "exp(k x) is the positive root of a k t^2 + c t - b k, the branch without cancellation"
  check   a in (0.1, 3), b in (0.1, 3), c in (-3, 3), k in [2, 2], l in [-2, -2]
end
