# Powers with any distances; a logarithm counts as the exponent 0. Slope times x, as a sum of powers, has one change of sign: the positive
# part against the negative one, in logarithms, rises and is searched in log x.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer signomial_searched
  id      "M-SIGNOMIAL"
  order   49
  for     x > 0: a * x^p + b * x^q + c * x^r                where p > q and q > r and a * p >= 0 and c * r <= 0 and uncoupled
  search  t in (-700, 700): log(a * p * exp(p * t) + max(b * q, 0) * exp(q * t)) - log(max(-b * q, 0) * exp(q * t) - c * r * exp(r * t))
  start   log(touch(x))
  gives   x = exp(t)
  needs   (a * p > 0 or b * q > 0) and (c * r < 0 or b * q < 0) else if a * p > 0 or b * q > 0 then 1e-300 else 1e300
  needs   a * p > 0 or b * q != 0 or c * r < 0 else keep
  needs   a * p > 0 or b * q > 0 or (if b * q < 0 then q < 0 else c * r >= 0 or r < 0) else unbounded
  needs   c * r < 0 or b * q < 0 or (if b * q > 0 then q > 0 else a * p <= 0 or p > 0) else unbounded
  needs   a * p > 0 or b * q > 0 or (if b * q < 0 then q > 0 else c * r >= 0 or r > 0) else infinite
  because "by Descartes' rule of signs there is one stationary point, the minimum"
  source  "Ecker 1980"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), p in [2, 2], q in [1.2, 1.2], r in [-1, -1]
end
minimizer signomial_log_between_searched
  id      "M-SIGNOMIAL"
  order   49.1
  for     x > 0: a * x^p + b * log(x) + c * x^r             where p > 0 and r < 0 and a >= 0 and c >= 0 and uncoupled
  search  t in (-700, 700): log(a * p * exp(p * t) + max(b, 0)) - log(max(-b, 0) - c * r * exp(r * t))
  start   log(touch(x))
  gives   x = exp(t)
  needs   (a > 0 or b > 0) and (c > 0 or b < 0) else if a > 0 or b > 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c > 0 else keep
  needs   (a > 0 or b >= 0) and (c > 0 or b <= 0) else unbounded
  needs   a > 0 or b != 0 or c <= 0 else infinite
  because "by Descartes' rule of signs there is one stationary point, the minimum"
  source  "Ecker 1980"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), p in [2, 2], r in [-0.7, -0.7]
end
minimizer signomial_log_below_searched
  id      "M-SIGNOMIAL"
  order   49.2
  for     x > 0: a * x^p + b * x^q + c * log(x)             where q > 0 and p > q and a >= 0 and c <= 0 and uncoupled
  search  t in (-700, 700): log(a * p * exp(p * t) + max(b * q, 0) * exp(q * t)) - log(max(-b * q, 0) * exp(q * t) - c)
  start   log(touch(x))
  gives   x = exp(t)
  needs   (a > 0 or b > 0) and (c < 0 or b < 0) else if a > 0 or b > 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c < 0 else keep
  needs   a > 0 or b > 0 or b == 0 and c == 0 else unbounded
  because "by Descartes' rule of signs there is one stationary point, the minimum"
  source  "Ecker 1980"
  check   a in (0.1, 3), b in (-3, 3), c in (-3, -0.1), p in [3, 3], q in [0.8, 0.8]
end
minimizer signomial_log_above_searched
  id      "M-SIGNOMIAL"
  order   49.3
  for     x > 0: a * log(x) + b * x^q + c * x^r             where q < 0 and r < q and a >= 0 and c >= 0 and uncoupled
  search  t in (-700, 700): log(a + max(b * q, 0) * exp(q * t)) - log(max(-b * q, 0) * exp(q * t) - c * r * exp(r * t))
  start   log(touch(x))
  gives   x = exp(t)
  needs   (a > 0 or b < 0) and (c > 0 or b > 0) else if a > 0 or b < 0 then 1e-300 else 1e300
  needs   a > 0 or b != 0 or c > 0 else keep
  needs   c > 0 or b > 0 or b == 0 and a == 0 else unbounded
  needs   a > 0 or b < 0 or b == 0 and c == 0 else infinite
  because "by Descartes' rule of signs there is one stationary point, the minimum"
  source  "Ecker 1980"
  check   a in (0.1, 3), b in (-3, 3), c in (0.1, 3), q in [-0.6, -0.6], r in [-2, -2]
end
