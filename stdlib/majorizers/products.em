# Products of positive factors that no row holds together. Upward: each factor in its own power, by the inequality of the means.
# Downward: logarithms, for the product is the exponential of their sum. A quotient is a product with a power of -1.
majorizer product_above
  id      "R-POSY"
  order   95
  for     prod{k} a[k]                        where a[k] > 0
  bound   m / (sum{k} 1) * sum{k} (a[k] / touch(a[k]))^(sum{k} 1)
  with    m = touch(prod{k} a[k])
  because "the inequality of the means for the factors relative to their values now: each in the power of their number"
  source  "Lange and Zhou 2014"
  check   a[k] in (0.3, 3), K = 3
end

majorizer product_below
  id      "R-POSY-NEG"
  order   96
  for     -prod{k} a[k]                       where a[k] > 0
  bound   -m * (1 + sum{k} (log(a[k]) - log(touch(a[k]))))
  with    m = touch(prod{k} a[k])
  because "exp lies above its tangent, here in the sum of the logarithms"
  source  "Lange and Zhou 2014"
  check   a[k] in (0.3, 3), K = 3
end

# The same for entries that may be 0, where they stay: elsewhere a factor that is 0 now may need to grow.
majorizer product_of_entries_above
  id      "R-POSY"
  order   95.1
  for     prod{k} a[k]                        where a[k] >= 0 and monomial(a)
  bound   m / (sum{k} 1) * sum{k} (a[k] / s[k])^(sum{k} 1)
  with    s[k] = touch(max(a[k], 1e-30))
  with    m = prod{k} s[k]
  because "the inequality of the means for the factors relative to their values now: each in the power of their number"
  source  "Lange and Zhou 2014"
  check   a[k] in (0.3, 3), K = 3
end

majorizer product_of_entries_below
  id      "R-POSY-NEG"
  order   96.1
  for     -prod{k} a[k]                       where a[k] >= 0 and monomial(a)
  bound   -m * (1 + sum{k} (log(a[k]) - log(s[k])))
  with    s[k] = touch(max(a[k], 1e-30))
  with    m = touch(prod{k} a[k])
  because "exp lies above its tangent, here in the sum of the logarithms"
  source  "Lange and Zhou 2014"
  check   a[k] in (0.3, 3), K = 3
end

# A nonnegative factor in front of a concave function: the tangent, times the factor.
majorizer weighted_tangent
  id      "R-TANGENT"
  order   90
  for     f(v) * u                            where concave(f) and u >= 0
  bound   u * (touch(f(v)) + w * (v - touch(v)))
  with    w = touch(slope(f(v), v))
  because "a concave function lies below its tangent, and a nonnegative factor keeps the order"
  source  "Hunter and Lange 2004"
  check   u in (0.1, 5), v in (0.1, 5)
end

# Two entries of any signs: the product of the steps lies below their mean square. Not far enough below what turns would give.
majorizer bilinear
  id      "R-BILIN"
  order   98
  for     u * v                               where entry(u) and entry(v)
  bound   touch(u) * v + touch(v) * u - touch(u) * touch(v) + (u - touch(u))^2 / 2 + (v - touch(v))^2 / 2
  update  loose
  because "the product of two steps lies below half the sum of their squares"
  source  "Lange 2016"
  check   u in (-3, 3), v in (-3, 3)
end

majorizer bilinear_below
  id      "R-BILIN"
  order   98
  for     -u * v                              where entry(u) and entry(v)
  bound   touch(u) * touch(v) - touch(u) * v - touch(v) * u + (u - touch(u))^2 / 2 + (v - touch(v))^2 / 2
  update  loose
  because "minus the product of two steps lies below half the sum of their squares"
  source  "Lange 2016"
  check   u in (-3, 3), v in (-3, 3)
end
