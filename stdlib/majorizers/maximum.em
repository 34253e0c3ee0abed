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

# The greatest of a few, each of the others as far as it is from passing the one that is greatest now; the floor keeps weights finite
# where two are equal. A sum of what the greatest of many would do is too far above it: among thousands a step on the loss serves better.
majorizer maximum_of_few
  id      "R-MAX-GAP"
  order   44.5
  for     max{k} a[k]                         where (sum{k} 1) <= 32
  bound   (sum{k} first[k] * a[k]) + sum{k} (1 - first[k]) * (a[k] - (sum{l in k} first[l] * a[l]) + gap[k])^2 / (4 * gap[k])
  with    first[k] = touch(k == argmax{l in k} a[l])
  with    gap[k] = max((max{l in k} touch(a[l])) - touch(a[k]), 1e-9)
  because "the greatest is one of them and the most by which another passes it; max(0, u) lies below (u + g)^2/(4 g), and both are 0 where the gap is g"
  source  "for two: Hunter and Lange 2004"
  check   a[k] in (-3, 3), K = 4
end

majorizer minimum_of_few_below
  id      "R-MAX-GAP"
  order   44.5
  for     -min{k} a[k]                        where (sum{k} 1) <= 32
  bound   -(sum{k} first[k] * a[k]) + sum{k} (1 - first[k]) * ((sum{l in k} first[l] * a[l]) - a[k] + gap[k])^2 / (4 * gap[k])
  with    first[k] = touch(k == argmin{l in k} a[l])
  with    gap[k] = max(touch(a[k]) - (min{l in k} touch(a[l])), 1e-9)
  because "the least is one of them and the most by which another falls below it; max(0, u) lies below (u + g)^2/(4 g), and both are 0 where the gap is g"
  source  "for two: Hunter and Lange 2004"
  check   a[k] in (-3, 3), K = 4
end

# Within a function that does not fall, the greatest is the greatest of the function's values; within one that does not rise, so is the least.
majorizer function_of_maximum
  id      "R-CHAIN"
  order   94.1
  for     f(max{k} a[k])                      where rises(f, a)
  bound   max{k} f(a[k])
  update  exact
  because "a function that does not fall takes the greatest of several to the greatest of its values"
  check   a[k] in (0.1, 3), K = 4
end

majorizer function_of_minimum_below
  id      "R-CHAIN"
  order   94.1
  for     f(min{k} a[k])                      where falls(f, a)
  bound   max{k} f(a[k])
  update  exact
  because "a function that does not rise takes the least of several to the greatest of its values"
  check   a[k] in (0.1, 3), K = 4
end

majorizer function_of_maximum_of_two
  id      "R-CHAIN"
  order   94.2
  for     f(max(u, v))                        where rises(f, u) and rises(f, v)
  bound   max(f(u), f(v))
  update  exact
  because "a function that does not fall takes the greater of two to the greater of its values"
  check   u in (0.1, 3), v in (0.3, 4)
end

majorizer function_of_minimum_of_two_below
  id      "R-CHAIN"
  order   94.2
  for     f(min(u, v))                        where falls(f, u) and falls(f, v)
  bound   max(f(u), f(v))
  update  exact
  because "a function that does not rise takes the smaller of two to the greater of its values"
  check   u in (0.1, 3), v in (0.3, 4)
end
