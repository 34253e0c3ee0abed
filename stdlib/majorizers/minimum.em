# The least of several lies below each of them: keep the one that is least now (the first of them on ties).
majorizer minimum
  id      "R-MIN"
  order   31
  for     min{k} f[k]
  bound   sum{k} least[k] * f[k]
  with    least[k] = touch(k == argmin{k} f[k])
  because "the minimum lies below any fixed choice; the choice that is least at the touch touches it"
  source  "Hunter and Lange 2004"
  check   f[k] in (-3, 3), K = 4
end

# Within a function that does not fall, wherever the pieces are, the least is the least of the function's values; within one that does not
# rise, so is the greatest. Concave functions have had their tangent before.
majorizer function_of_minimum
  id      "R-CHAIN"
  order   52.1
  for     f(min{k} a[k])                      where rises(f, a)
  bound   sum{k} least[k] * f(a[k])
  with    least[k] = touch(k == argmin{k} a[k])
  because "a function that does not fall takes the least of several to the least of its values, which lies below any fixed choice; the choice of now touches it"
  source  "Hunter and Lange 2004"
  check   a[k] in (0.1, 3), K = 4
end

majorizer function_of_maximum_below
  id      "R-CHAIN"
  order   52.1
  for     f(max{k} a[k])                      where falls(f, a)
  bound   sum{k} most[k] * f(a[k])
  with    most[k] = touch(k == argmax{k} a[k])
  because "a function that does not rise takes the greatest of several to the least of its values, which lies below any fixed choice; the choice of now touches it"
  source  "Hunter and Lange 2004"
  check   a[k] in (0.1, 3), K = 4
end

majorizer function_of_minimum_of_two
  id      "R-CHAIN"
  order   52.2
  for     f(min(u, v))                        where rises(f, u) and rises(f, v)
  bound   first * f(u) + (1 - first) * f(v)
  with    first = touch(u <= v)
  because "a function that does not fall takes the smaller of two to the smaller of its values, which lies below any fixed choice; the choice of now touches it"
  source  "Hunter and Lange 2004"
  check   u in (0.1, 3), v in (0.3, 4)
end

majorizer function_of_maximum_of_two_below
  id      "R-CHAIN"
  order   52.2
  for     f(max(u, v))                        where falls(f, u) and falls(f, v)
  bound   first * f(u) + (1 - first) * f(v)
  with    first = touch(u >= v)
  because "a function that does not rise takes the greater of two to the smaller of its values, which lies below any fixed choice; the choice of now touches it"
  source  "Hunter and Lange 2004"
  check   u in (0.1, 3), v in (0.3, 4)
end
