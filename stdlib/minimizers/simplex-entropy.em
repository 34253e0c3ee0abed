# Entropy with linear costs on a simplex: softmax.
minimizer simplex_entropy
  id      "M-SIMPLEX-ENT"
  order   12
  for     p[K] in simplex: sum{k} (t * p[k] * log(p[k]) + c[k] * p[k])       where t >= 0
  let     m = min{k} c[k]
  let     s = sum{k} exp((m - c[k]) / t)
  gives   p[k] = exp((m - c[k]) / t) / s
  let     o = sum{k} (c[k] == m)
  needs   t > 0 else (c[k] == m) / o
  because "t (1 + log p) + c is the same for all cells"
  check   t in (0.2, 3), c[k] in (-2, 2), K = 5
end
