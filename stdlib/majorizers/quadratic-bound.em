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
