# The square of a difference, opened where that lets its parts be bounded: (d - |v|)^2. A sum of products of one sign stays together where data of
# either sign stand beside it: opened, its bound in shares would send entries to 0, from where shares do not come back.
majorizer square_of_difference
  id      "R-EXPAND"
  order   15
  for     (c + u)^2                           where constant(c) and falls_apart(c * u)
  bound   c^2 + 2 * c * u + u^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (-3, 3), u in (-3, 3)
end

# The same in front of another factor: (x - m)^2 / m^2.
majorizer weighted_square_of_difference
  id      "R-EXPAND"
  order   16
  for     (c + v)^2 * u                       where constant(c)
  bound   c^2 * u + 2 * c * u * v + u * v^2
  update  exact
  because "(c + v)^2 = c^2 + 2 c v + v^2"
  check   c in (-3, 3), u in (-3, 3), v in (-3, 3)
end
