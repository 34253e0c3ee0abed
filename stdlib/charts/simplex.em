# Probabilities by logarithms beside the greatest, one coordinate for each, of which only differences count: cells that are 0 leave the others theirs.
chart simplex
  id      "C-SOFTMAX"
  for     p[K] in simplex: p[k] = exp(u[k]) / sum{k} exp(u[k])
  inverse u[k] = log(p[k]) - log(max{k} p[k])
  because "positive and of sum 1 whatever u is"
  check   u[k] in (-3, 3), K = 5
end
