# Multinomial mixture
# chapter: mixtures
let K = 2
data v[I, J] = csv("data/words.csv")
param w[K] in simplex
param p[K, J] in simplex
minimize -sum{i} log sum{k} w[k] * prod{j} p[k, j]^v[i, j]
fit with restarts = 20, tol = 1e-13, iters = 5000
