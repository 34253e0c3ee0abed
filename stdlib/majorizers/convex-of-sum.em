# A convex function of a sum of positive terms, taken apart in the shares that the terms have now: multiplicative updates.
# What a term is over its share may be any number above 0, far beyond what the sum can be: there f must be convex too.
majorizer convex_of_sum
  id      "R-LEESEUNG"
  order   60
  for     f(sum{j} a[j])                      where convex_on_positive(f) and a[j] >= 0
  bound   (sum{j} c[j] * f(a[j] / c[j])) + (if sum{j} touch(a[j]) > 0 then 0 else f(0))
  with    c[j] = touch(a[j]) / sum{j} touch(a[j])
  because "Jensen's inequality: a convex function of an average lies below the average of its values"
  source  "Lee and Seung 2001"
  check   a[j] in (0.1, 5), J = 4
end

# The same of distances, which come to 0 and leave it again: shares have a floor, as weights 1/|u| have.
majorizer convex_of_distances
  id      "R-LEESEUNG"
  order   59
  for     f(sum{j} abs(a[j]))                 where convex_on_positive(f)
  bound   sum{j} c[j] * f(abs(a[j]) / c[j])
  with    s[j] = touch(abs(a[j])) + 1e-9 * sum{l in j} touch(abs(a[l])) + 1e-100
  with    c[j] = s[j] / sum{j} s[j]
  because "Jensen's inequality: a convex function of an average lies below the average of its values"
  source  "Lee and Seung 2001"
  check   a[j] in (-5, 5), J = 4
end

# The same with coefficients of any sign, in shares of their sizes: needs a function that is convex on the whole line.
majorizer convex_of_linear_form
  id      "R-DEPIERRO"
  order   93
  for     f(o + sum{j} x[j] * b[j])           where convex_everywhere(f) and constant(o) and constant(x) and entry(b) and compound(b, x)
  bound   (1 - sum{j} a[j]) * f(s) + sum{j} a[j] * f(s + g[j] * (b[j] - touch(b[j])))
  with    s = touch(o + sum{j} x[j] * b[j])
  with    a[j] = if sum{j} abs(x[j]) > 0 then abs(x[j]) / sum{j} abs(x[j]) else 1 / sum{j} 1
  with    g[j] = sign(x[j]) * sum{j} abs(x[j])
  update  loose
  because "Jensen's inequality for the steps, weighted by the sizes of their coefficients"
  source  "De Pierro 1995"
  check   x[j] in (-2, 2), b[j] in (-2, 2), o in (-1, 1), J = 3
end

# What is left of a known number: -log(1 - x - y). Where a part alone would leave nothing the bound is infinite.
majorizer log_of_rest
  id      "R-LOG1M"
  order   62
  for     -log(c + sum{j} a[j])               where constant(c) and c > 0 and a[j] <= 0
  bound   sum{j} s[j] * (if c + a[j] / s[j] > 0 then -log(c + a[j] / s[j]) else inf)
  with    s[j] = touch(a[j]) / sum{j} touch(a[j])
  because "Jensen's inequality: -log is convex, so at an average of what the parts would leave it lies below the average of its values"
  source  "Lee and Seung 2001"
  check   c in (6, 9), a[j] in (-2, -0.1), J = 3
end
