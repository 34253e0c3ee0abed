# Probabilities of intervals under a normal law, and of half-lines under a Cauchy law.

# A normal number of which an interval alone is known: u and v are the distances of the interval's ends from the mean; e and c are the
# mean and the variance of what lies between, about the mean as it is now and in units of s.
majorizer normal_between
  id      "R-EM-BETWEEN"
  order   60.5
  for     -log(normal_cdf(u / s) - normal_cdf(v / s))     where s > 0, constant(u - v), u - v > 0
  bound   log(s) - touch(log(s)) - log(p) - (c + e^2) / 2 + (touch(s)^2 * c + (u - touch(u) + touch(s) * e)^2) / (2 * s^2)
  with    p = touch(if u + v > 0 then normal_cdf(-v / s) - normal_cdf(-u / s) else normal_cdf(u / s) - normal_cdf(v / s))
  with    e = touch(normal_pdf(v / s) - normal_pdf(u / s)) / p
  with    c = max(0, 1 + touch(v / s * normal_pdf(v / s) - u / s * normal_pdf(u / s)) / p - e^2)
  because "Jensen's inequality, for the number behind the interval: EM"
  source  "Dempster, Laird and Rubin 1977"
  check   u = x + 1, v = x - 0.5, x in (-2, 2), s in (0.3, 3)
end

# The same with a known scale.
majorizer normal_between_in_units
  id      "R-EM-BETWEEN"
  order   60.6
  for     -log(normal_cdf(u) - normal_cdf(v))     where constant(u - v), u - v > 0
  bound   -log(p) + e1 * (u - touch(u)) + (u - touch(u))^2 / 2
  with    p = touch(if u + v > 0 then normal_cdf(-v) - normal_cdf(-u) else normal_cdf(u) - normal_cdf(v))
  with    e1 = touch(normal_pdf(v) - normal_pdf(u)) / p
  because "Jensen's inequality, for the number behind the interval: EM"
  source  "Dempster, Laird and Rubin 1977"
  check   u = x + 1, v = x - 0.5, x in (-2, 2)
end

# -log of a Cauchy probability, 1/2 + atan(u) / pi, or with a share for errors of the labels around it. With A = pi/2 + atan(u) the second
# derivative is (1 + 2 u A) / ((1 + u^2) A)^2, greatest at u = 0.2854; another constant in the place of pi/2 makes it less.
majorizer cauchy_probability
  id      "R-QUB-ATAN"
  order   60.7
  for     -log(p + q * atan(u))                   where constant(p), constant(q), abs(q) <= 2 * p / pi
  bound   -touch(log(p + q * atan(u))) - g * (u - touch(u)) + 0.5141348 / 2 * (u - touch(u))^2
  with    g = touch(q / ((1 + u^2) * (p + q * atan(u))))
  because "the second derivative never exceeds 0.51414"
  source  "Boehning and Lindsay 1988"
  check   p in (0.5, 1), q in (-0.31, 0.31), u in (-6, 6)
end
