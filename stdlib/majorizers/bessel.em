# Normalisers of laws on circles and spheres: log(I_p(r) / r^p) is concave in r^2. The ratio I_(p+1) / I_p is its slope.
majorizer bessel_of_norm
  id      "R-HALFQUAD"
  order   42
  for     log_besseli(p, r) + q * log(r)      where constant(p), constant(q), p >= 0, p + q <= 0, p + q >= 0, r >= 0
  bound   touch(log_besseli(p, s) + q * log(s)) + w * (r^2 - s^2)
  with    s = touch(max(r, 1e-9))
  with    w = touch(exp(log_besseli(p + 1, s) - log_besseli(p, s)) / (2 * s))
  because "log(I_p(r)/r^p) is the sum of log(1 + r^2/z^2) over the zeros z of a Bessel function: concave in r^2, below its tangent"
  source  "Hornik and Gruen 2014"
  check   p in (0.5, 3), q = -p, r in (0.01, 9)
end

majorizer bessel_of_zero_order
  id      "R-HALFQUAD"
  order   42
  for     log_besseli(0, r)                   where r >= 0
  bound   touch(log_besseli(0, s)) + w * (r^2 - s^2)
  with    s = touch(max(r, 1e-9))
  with    w = touch(exp(log_besseli(1, s) - log_besseli(0, s)) / (2 * s))
  because "log(I_0(r)) is the sum of log(1 + r^2/z^2) over the zeros z of a Bessel function: concave in r^2, below its tangent"
  source  "Hornik and Gruen 2014"
  check   r in (0.01, 9)
end
