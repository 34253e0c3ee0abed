# Cosines of one angle and a known one, so that the row for angles finds its terms.
majorizer cos_of_sum
  id      "R-ANGLE"
  order   6
  for     cos(u + v)                          where entry(u) and constant(v)
  bound   cos(u) * cos(v) - sin(u) * sin(v)
  update  exact
  because "addition theorem"
  check   u in (-4, 4), v in (-4, 4)
end

majorizer minus_cos_of_sum
  id      "R-ANGLE"
  order   6
  for     -cos(u + v)                         where entry(u) and constant(v)
  bound   sin(u) * sin(v) - cos(u) * cos(v)
  update  exact
  because "addition theorem"
  check   u in (-4, 4), v in (-4, 4)
end
