# A linear cost on a simplex: a vertex. Hard assignments.
minimizer simplex_linear
  id      "M-SIMPLEX-LINEAR"
  order   11
  for     p[K] in simplex: sum{k} c[k] * p[k]
  gives   p[k] = k == argmin{l in K} c[l]
  because "a linear function is least at a vertex; the first of several"
  check   c[k] in (-2, 2), K = 5
end
