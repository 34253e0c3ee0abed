# The scale of a heavy-tailed law. The logarithm of the scale goes into the logarithm that it stands beside before the tangent is taken, so that the sum of
# squares is divided by the sum of the weights, not by their number: parameter-expanded EM. As terms of a sum, and as a density that has them as factors.
majorizer expanded_scale
  id      "A-PXEM"
  order   9
  for     s * log(v) + k * log(1 + u / v)     where constant(s) and constant(k) and s > 0 and k - s > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(s * log(v) + k * log(1 + u / v)) + k * ((v^(s / k) + u * v^(s / k - 1)) / t - 1)
  with    t = touch(v^(s / k) + u * v^(s / k - 1))
  because "log is concave: the logarithm of v^(s/k) (1 + u/v) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   s in (0.3, 1), k in (1.5, 4), v in (0.1, 5), u in (0, 5)
end

majorizer expanded_scale_squared
  id      "A-PXEM"
  order   9
  for     s * log(v) + k * log(1 + u / v^2)   where constant(s) and constant(k) and s > 0 and 2 * k - s > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(s * log(v) + k * log(1 + u / v^2)) + k * ((v^(s / k) + u * v^(s / k - 2)) / t - 1)
  with    t = touch(v^(s / k) + u * v^(s / k - 2))
  because "log is concave: the logarithm of v^(s/k) (1 + u/v^2) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   s in (0.3, 1), k in (1, 4), v in (0.1, 5), u in (0, 5)
end

majorizer expanded_scale_of_density
  id      "A-PXEM"
  order   9
  for     -log(q * v^a * (1 + u / v)^b)       where constant(q) and constant(a) and constant(b) and q > 0 and a < 0 and a - b > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(-log(q * v^a * (1 + u / v)^b)) - b * ((v^(a / b) + u * v^(a / b - 1)) / t - 1)
  with    t = touch(v^(a / b) + u * v^(a / b - 1))
  because "log is concave: with s = -a and k = -b the logarithm of v^(s/k) (1 + u/v) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   q in (0.2, 2), a in (-1, -0.3), b in (-4, -1.5), v in (0.1, 5), u in (0, 5)
end

majorizer expanded_scale_of_density_squared
  id      "A-PXEM"
  order   9
  for     -log(q * v^a * (1 + u / v^2)^b)     where constant(q) and constant(a) and constant(b) and q > 0 and a < 0 and a - 2 * b > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(-log(q * v^a * (1 + u / v^2)^b)) - b * ((v^(a / b) + u * v^(a / b - 2)) / t - 1)
  with    t = touch(v^(a / b) + u * v^(a / b - 2))
  because "log is concave: with s = -a and k = -b the logarithm of v^(s/k) (1 + u/v^2) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   q in (0.2, 2), a in (-1, -0.3), b in (-4, -1), v in (0.1, 5), u in (0, 5)
end

majorizer expanded_scale_of_kernel
  id      "A-PXEM"
  order   9
  for     -log(v^a * (1 + u / v)^b)           where constant(a) and constant(b) and a < 0 and a - b > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(-log(v^a * (1 + u / v)^b)) - b * ((v^(a / b) + u * v^(a / b - 1)) / t - 1)
  with    t = touch(v^(a / b) + u * v^(a / b - 1))
  because "log is concave: with s = -a and k = -b the logarithm of v^(s/k) (1 + u/v) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   a in (-1, -0.3), b in (-4, -1.5), v in (0.1, 5), u in (0, 5)
end

majorizer expanded_scale_of_kernel_squared
  id      "A-PXEM"
  order   9
  for     -log(v^a * (1 + u / v^2)^b)         where constant(a) and constant(b) and a < 0 and a - 2 * b > 0 and monomial(v) and v > 0 and u >= 0
  bound   touch(-log(v^a * (1 + u / v^2)^b)) - b * ((v^(a / b) + u * v^(a / b - 2)) / t - 1)
  with    t = touch(v^(a / b) + u * v^(a / b - 2))
  because "log is concave: with s = -a and k = -b the logarithm of v^(s/k) (1 + u/v^2) lies below its tangent"
  source  "Liu, Rubin and Wu 1998; Wu and Lange 2010"
  check   a in (-1, -0.3), b in (-4, -1), v in (0.1, 5), u in (0, 5)
end
