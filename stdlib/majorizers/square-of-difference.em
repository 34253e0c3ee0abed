# The square of a difference, opened where it is not a quadratic form: (d - |v|)^2. A sum of products with data of either sign is
# better left together: opened, its bound in shares sends entries to 0, from where shares do not come back.
majorizer square_of_difference
  id      "R-EXPAND"
  order   15
  for     (c + u)^2                           where constant(c) and c * u <= 0
  bound   c^2 + 2 * c * u + u^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (0.1, 3), u in (-3, -0.1)
end

majorizer square_of_difference_signless
  id      "R-EXPAND"
  order   15.1
  for     (c + u)^2                           where constant(c) and signless(u)
  bound   c^2 + 2 * c * u + u^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (-3, 3), u in (-3, 3)
end

majorizer square_beside_choice
  id      "R-EXPAND"
  order   15.2
  for     (c + w * max(u, v))^2               where constant(c) and constant(w)
  bound   c^2 + 2 * c * w * max(u, v) + w^2 * max(u, v)^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (-3, 3), w in (-3, 3), u in (-3, 3), v in (-3, 3)
end

majorizer square_beside_function
  id      "R-EXPAND"
  order   15.3
  for     (c + f(u))^2                        where constant(c) and entry(u)
  bound   c^2 + 2 * c * f(u) + f(u)^2
  update  exact
  because "(c + u)^2 = c^2 + 2 c u + u^2"
  check   c in (-3, 3), u in (-3, 3), f = exp
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
