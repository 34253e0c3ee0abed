# Probabilities by centred logarithms, one coordinate for each, of which only differences count.
chart simplex
  id      "C-SOFTMAX"
  for     p[K] in simplex: p[k] = exp(u[k]) / sum{k} exp(u[k])
  inverse u[k] = log(p[k]) - sum{k} log(p[k]) / sum{k} 1
  because "positive and of sum 1 whatever u is"
  check   u[k] in (-3, 3), K = 5
end
