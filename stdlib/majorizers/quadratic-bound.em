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
