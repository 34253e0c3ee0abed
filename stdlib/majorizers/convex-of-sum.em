# A convex function of a sum of positive terms, taken apart in the shares that the terms have now: multiplicative updates.
majorizer convex_of_sum
  id      "R-LEESEUNG"
  order   60
  for     f(sum{j} a[j])                      where convex(f) and a[j] >= 0
  bound   sum{j} c[j] * f(a[j] / c[j])
  with    c[j] = touch(a[j]) / sum{j} touch(a[j])
  because "Jensen's inequality: a convex function of an average lies below the average of its values"
  source  "Lee and Seung 2001"
  check   a[j] in (0.1, 5), J = 4
end
