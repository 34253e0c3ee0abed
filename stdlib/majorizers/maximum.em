# The greater of two as mean and distance, so that the bound for |u| serves hinges and check functions.
majorizer maximum_of_two
  id      "R-MAX2"
  order   44
  for     max(u, v)
  bound   u / 2 + v / 2 + abs(u - v) / 2
  update  exact
  because "the greater of two is their mean plus half their distance"
  source  "Hunter and Lange 2004; Groenen, Nalbantov and Bioch 2008"
  check   u in (-3, 3), v in (0.1, 3)
end

# The smaller of two lies below each of them: keep the one that is smaller now.
majorizer minimum_of_two
  id      "R-MIN"
  order   32
  for     min(u, v)
  bound   first * u + (1 - first) * v
  with    first = touch(u <= v)
  because "the smaller of two lies below any fixed choice; the choice that is smaller at the touch touches it"
  source  "Hunter and Lange 2004"
  check   u in (-3, 3), v in (0.1, 3)
end

majorizer maximum_of_two_below
  id      "R-MIN"
  order   32
  for     -max(u, v)
  bound   -first * u - (1 - first) * v
  with    first = touch(u >= v)
  because "the greater of two lies above any fixed choice; the choice that is greater at the touch touches it"
  source  "Hunter and Lange 2004"
  check   u in (-3, 3), v in (0.1, 3)
end

majorizer minimum_of_two_below
  id      "R-MAX2"
  order   44
  for     -min(u, v)
  bound   abs(u - v) / 2 - u / 2 - v / 2
  update  exact
  because "the smaller of two is their mean minus half their distance"
  source  "Hunter and Lange 2004"
  check   u in (-3, 3), v in (0.1, 3)
end
