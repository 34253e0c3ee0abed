# A label: one of the numbers 1..K for each entry, by looking at all of them. K-means, K-modes, hard EM.
minimizer label
  id      "M-LABEL"
  order   1
  for     z in 1..K: c[z]
  gives   z = argmin{k in K} c[k]
  because "each label stands by itself: the one of least cost, the first of several"
  source  "MacQueen 1967"
  check   c[k] in (-2, 2), K = 4
end
