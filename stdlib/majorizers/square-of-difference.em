# The square of a difference, opened where it is not a quadratic form: (d - |v|)^2.
majorizer square_of_difference
  id      "R-EXPAND"
  order   15
  for     (c + u)^2                           where constant(c)
  bound   c^2 + 2 * c * u + u^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (-3, 3), u in (-3, 3)
end
