# A function whose second derivative is bounded by the library's table.
majorizer quadratic_bound
  id      "R-QUB"
  order   110
  for     f(u)                                where bounded_curvature(f)
  bound   touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + curvature(f) / 2 * (u - touch(u))^2
  because "the second derivative never exceeds the curvature of the bound"
  source  "Boehning and Lindsay 1988"
  check   u in (-4, 4)
end

# A second derivative that is greatest towards a finite end of what u can be: the parabola that meets the function there again
# (or the tangent, where that parabola bends downwards: a weight of known sign is worth more).
majorizer quadratic_bound_from_below
  id      "R-QUB-EDGE"
  order   108
  for     f(u)                                where curvature_falls(f)
  bound   touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + c / 2 * (u - touch(u))^2
  with    e = lower_end(u)
  with    L = curve(f(u), e)
  with    c = touch(if abs(u - e) < 1e-3 then L else max(0, min(L, 2 * (f(e) - f(u) - slope(f(u), u) * (e - u)) / (e - u)^2)))
  because "the second derivative falls: the parabola that touches and meets the function at the lower end lies above it between"
  source  "de Leeuw and Lange 2009"
  check   u in (0.01, 6)
end

majorizer quadratic_bound_from_above
  id      "R-QUB-EDGE"
  order   108
  for     f(u)                                where curvature_rises(f)
  bound   touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + c / 2 * (u - touch(u))^2
  with    e = upper_end(u)
  with    L = curve(f(u), e)
  with    c = touch(if abs(u - e) < 1e-3 then L else max(0, min(L, 2 * (f(e) - f(u) - slope(f(u), u) * (e - u)) / (e - u)^2)))
  because "the second derivative rises: the parabola that touches and meets the function at the upper end lies above it below that"
  source  "de Leeuw and Lange 2009"
  check   u in (-6, -0.01)
end

# Functions that are not in the table: the second derivative's range on the range of u, by interval arithmetic, piece by piece.
majorizer quadratic_bound_on_range
  id      "R-QUB-INTERVAL"
  order   111
  for     f(u)                                where bounded_sharply(f)
  bound   touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + curvature(f) / 2 * (u - touch(u))^2
  because "the second derivative never exceeds the curvature of the bound"
  source  "de Leeuw and Lange 2009"
  check   u in (-4, 4)
end

majorizer loose_quadratic_bound
  id      "R-QUB-INTERVAL"
  order   112
  for     f(u)                                where bounded_on_range(f)
  bound   touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u)) + curvature(f) / 2 * (u - touch(u))^2
  update  loose
  because "the second derivative never exceeds the curvature of the bound"
  source  "de Leeuw and Lange 2009"
  check   u in (-4, 4)
end

# Functions of a square over a known scale: their second derivative in units of the scale has its greatest value where it is stationary.
majorizer log_of_square_below
  id      "R-QUB"
  order   66
  for     -log(c + u^2)                       where constant(c) and c > 0
  bound   touch(-log(c + u^2)) - touch(2 * u / (c + u^2)) * (u - touch(u)) + (u - touch(u))^2 / (8 * c)
  because "the second derivative of -log(1 + z^2) is (2 z^2 - 2) / (1 + z^2)^2, at most 1/4, at z^2 = 3"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), u in (-5, 5)
end

majorizer reciprocal_of_square
  id      "R-QUB"
  order   66
  for     1 / (c + u^2)                       where constant(c) and c > 0
  bound   touch(1 / (c + u^2)) - touch(2 * u / (c + u^2)^2) * (u - touch(u)) + (u - touch(u))^2 / (4 * c^2)
  because "the second derivative of 1/(1 + z^2) is (6 z^2 - 2) / (1 + z^2)^3, at most 1/2, at z^2 = 1"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), u in (-5, 5)
end

majorizer exponential_of_square
  id      "R-QUB"
  order   66
  for     exp(c * u^2)                        where constant(c) and c < 0
  bound   touch(exp(c * u^2)) + touch(2 * c * u * exp(c * u^2)) * (u - touch(u)) - 2 * exp(-3/2) * c * (u - touch(u))^2
  because "the second derivative of exp(-z^2/2) is (z^2 - 1) exp(-z^2/2), at most 2 exp(-3/2), at z^2 = 3"
  source  "Boehning and Lindsay 1988"
  check   c in (-3, -0.2), u in (-5, 5)
end

# The same of distances: across the direction of u they bend downwards wherever the slope along it falls.
majorizer exponential_of_distance
  id      "R-QUB"
  order   58
  for     exp(c * sum{d} u[d]^2)              where constant(c) and c < 0
  bound   r + 2 * c * r * (sum{d} touch(u[d]) * (u[d] - touch(u[d]))) - 2 * exp(-3/2) * c * sum{d} (u[d] - touch(u[d]))^2
  with    r = touch(exp(c * sum{d} u[d]^2))
  because "the second derivative of exp(-r^2/2) is (r^2 - 1) exp(-r^2/2) along a ray, at most 2 exp(-3/2), and below 0 across it"
  source  "Boehning and Lindsay 1988"
  check   c in (-3, -0.2), u[d] in (-2, 2), D = 3
end

majorizer reciprocal_of_distance
  id      "R-QUB"
  order   58
  for     1 / (c + sum{d} u[d]^2)             where constant(c) and c > 0
  bound   r - 2 * r^2 * (sum{d} touch(u[d]) * (u[d] - touch(u[d]))) + 1 / (4 * c^2) * sum{d} (u[d] - touch(u[d]))^2
  with    r = touch(1 / (c + sum{d} u[d]^2))
  because "the second derivative of 1/(1 + r^2) is (6 r^2 - 2) / (1 + r^2)^3 along a ray, at most 1/2, and below 0 across it"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), u[d] in (-2, 2), D = 3
end

majorizer log_of_distance_below
  id      "R-QUB"
  order   30.5
  for     -log(c + sum{d} u[d]^2)             where constant(c) and c > 0
  bound   touch(-log(c + sum{d} u[d]^2)) - 2 * r * (sum{d} touch(u[d]) * (u[d] - touch(u[d]))) + 1 / (8 * c) * sum{d} (u[d] - touch(u[d]))^2
  with    r = touch(1 / (c + sum{d} u[d]^2))
  because "the second derivative of -log(1 + r^2) is (2 r^2 - 2) / (1 + r^2)^2 along a ray, at most 1/4, and below 0 across it"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), u[d] in (-2, 2), D = 3
end

majorizer log_of_scaled_square_below
  id      "R-QUB"
  order   66
  for     -log(c + q * u^2)                   where constant(c) and constant(q) and c > 0 and q > 0
  bound   touch(-log(c + q * u^2)) - touch(2 * q * u / (c + q * u^2)) * (u - touch(u)) + q / (8 * c) * (u - touch(u))^2
  because "the second derivative of -log(1 + z^2) is (2 z^2 - 2) / (1 + z^2)^2, at most 1/4, at z^2 = 3"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), q in (0.2, 3), u in (-5, 5)
end

majorizer reciprocal_of_scaled_square
  id      "R-QUB"
  order   66
  for     1 / (c + q * u^2)                   where constant(c) and constant(q) and c > 0 and q > 0
  bound   touch(1 / (c + q * u^2)) - touch(2 * q * u / (c + q * u^2)^2) * (u - touch(u)) + q / (4 * c^2) * (u - touch(u))^2
  because "the second derivative of 1/(1 + z^2) is (6 z^2 - 2) / (1 + z^2)^3, at most 1/2, at z^2 = 1"
  source  "Boehning and Lindsay 1988"
  check   c in (0.2, 3), q in (0.2, 3), u in (-5, 5)
end

majorizer square_of_error_function
  id      "R-QUB"
  order   66
  for     erf(u)^2
  bound   touch(erf(u)^2) + touch(4 / sqrt(pi) * erf(u) * exp(-u^2)) * (u - touch(u)) + 4 / pi * (u - touch(u))^2
  update  loose
  because "the second derivative is 8 exp(-2 u^2) / pi - 8 u erf(u) exp(-u^2) / sqrt(pi), at most 8 / pi, at 0"
  source  "Boehning and Lindsay 1988"
  check   u in (-4, 4)
end
