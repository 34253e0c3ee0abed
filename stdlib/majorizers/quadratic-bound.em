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
