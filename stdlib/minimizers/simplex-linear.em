# A linear cost on a simplex: a vertex. Hard assignments.
minimizer simplex_linear
  id      "M-SIMPLEX-LINEAR"
  order   11
  for     p[K] in simplex: sum{k} c[k] * p[k]
  gives   p[k] = k == argmin{l in K} c[l]
  because "a linear function is least at a vertex; the first of several"
  check   c[k] in (-2, 2), K = 5
end
# cells over several axes have no first one: those of least cost share
minimizer simplex_linear_shared
  id      "M-SIMPLEX-LINEAR"
  order   11.5
  for     p[K] in simplex: sum{k} c[k] * p[k]
  let     m = min{k} c[k]
  let     s = sum{k} (c[k] == m)
  gives   p[k] = (c[k] == m) / s
  because "a linear function is least at a vertex, and between vertices of equal cost"
  check   c[k] in (-2, 2), K = 5
end
