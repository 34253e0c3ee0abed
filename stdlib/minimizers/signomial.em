# Three powers with equally spaced exponents; a logarithm counts as the exponent 0. The coefficient in the middle may have
# either sign: slope times x has one change of sign, which is the minimum.
minimizer signomial
  id      "M-SIGNOMIAL"
  order   48
  for     x > 0: a * x^p + b * x^q + c * x^r                where p > q and p - q == q - r and a * p >= 0 and c * r <= 0
  let     s = ((b * q)^2 - 4 * a * p * c * r)^(1/2)
  gives   x = (if b * q > 0 then -2 * c * r / (b * q + s) else (s - b * q) / (2 * a * p))^(1 / (p - q))
  needs   (a * p > 0 or b * q > 0) and (c * r < 0 or b * q < 0) else if a * p > 0 or b * q > 0 then 1e-300 else 1e300
  needs   a * p > 0 or b * q != 0 or c * r < 0 else keep
  needs   a * p > 0 or b * q > 0 or (if b * q < 0 then q < 0 else c * r >= 0 or r < 0) else unbounded
  needs   c * r < 0 or b * q < 0 or (if b * q > 0 then q > 0 else a * p <= 0 or p > 0) else unbounded
  needs   a * p > 0 or b * q > 0 or (if b * q < 0 then q > 0 else c * r >= 0 or r > 0) else infinite
  because "slope times x is a quadratic in x^(p - q); the branch of its positive root without cancellation"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), p in [2, 2], q in [0.5, 0.5], r in [-1, -1]
end
minimizer signomial_log_between
  id      "M-SIGNOMIAL"
  order   48.1
  for     x > 0: a * x^p + b * log(x) + c * x^r             where p > 0 and r == -p and a >= 0 and c >= 0
  let     s = (b^2 + 4 * a * c * p^2)^(1/2)
  gives   x = (if b > 0 then 2 * c * p / (b + s) else (s - b) / (2 * a * p))^(1 / p)
  needs   (a > 0 or b > 0) and (c > 0 or b < 0) else if a > 0 or b > 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c > 0 else keep
  needs   (a > 0 or b >= 0) and (c > 0 or b <= 0) else unbounded
  needs   a > 0 or b != 0 or c <= 0 else infinite
  because "slope times x is a quadratic in x^p; the branch of its positive root without cancellation"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), p in [2, 2], r in [-2, -2]
end
minimizer signomial_log_below
  id      "M-SIGNOMIAL"
  order   48.2
  for     x > 0: a * x^p + b * x^q + c * log(x)             where q > 0 and p == 2 * q and a >= 0 and c <= 0
  let     s = ((b * q)^2 - 4 * a * p * c)^(1/2)
  gives   x = (if b > 0 then -2 * c / (b * q + s) else (s - b * q) / (2 * a * p))^(1 / q)
  needs   (a > 0 or b > 0) and (c < 0 or b < 0) else if a > 0 or b > 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c < 0 else keep
  needs   a > 0 or b > 0 or b == 0 and c == 0 else unbounded
  because "slope times x is a quadratic in x^q; the branch of its positive root without cancellation"
  check   a in (0.1, 3), b in (-3, 3), c in (-3, -0.1), p in [3, 3], q in [1.5, 1.5]
end
minimizer signomial_log_above
  id      "M-SIGNOMIAL"
  order   48.3
  for     x > 0: a * log(x) + b * x^q + c * x^r             where q < 0 and r == 2 * q and a >= 0 and c >= 0
  let     s = ((b * q)^2 - 4 * a * c * r)^(1/2)
  gives   x = (if b * q > 0 then -2 * c * r / (b * q + s) else (s - b * q) / (2 * a))^(-1 / q)
  needs   (a > 0 or b < 0) and (c > 0 or b > 0) else if a > 0 or b < 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c > 0 else keep
  needs   c > 0 or b > 0 or b == 0 and a == 0 else unbounded
  needs   a > 0 or b < 0 or b == 0 and c == 0 else infinite
  because "slope times x is a quadratic in x^(-q); the branch of its positive root without cancellation"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), q in [-1, -1], r in [-2, -2]
end
