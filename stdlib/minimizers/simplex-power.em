# Powers on a simplex: fuzzy clustering (exponent above 1), allocation and design (exponent -1). The exponent is a number.
minimizer simplex_power
  id      "M-SIMPLEX-POW"
  order   13
  for     p[K] in simplex: sum{k} c[k] * p[k]^q             where q > 1 and c[k] >= 0
  let     m = min{k} c[k]
  let     w[k] = if m > 0 then (c[k] / m)^(1 / (1 - q)) else c[k] == 0
  let     s = sum{k} w[k]
  gives   p[k] = w[k] / s
  because "c p^(q - 1) is the same for all cells; cells without cost share everything"
  check   c[k] in (0.1, 3), q in (1.2, 3), K = 4
end

minimizer simplex_negative_power
  id      "M-SIMPLEX-POW"
  order   13.1
  for     p[K] in simplex: sum{k} c[k] * p[k]^q             where q < 0 and c[k] >= 0
  let     m = max{k} c[k]
  let     w[k] = if m > 0 then (c[k] / m)^(1 / (1 - q)) else 1
  let     s = sum{k} w[k]
  gives   p[k] = w[k] / s
  needs   m > 0 else keep
  because "c p^(q - 1) is the same for all cells; a cell without cost gets nothing"
  check   c[k] in (0.1, 3), q in (-2, -0.5), K = 4
end
