# Bernoulli mixture
# chapter: mixtures
let K = 2
data x[N, D] = csv("data/votes.csv")
param w[K] in simplex
param p[K, D] in (0, 1)
minimize -sum{i} log sum{k} w[k] * prod{d} bernoulli(x[i, d] | p[k, d])
fit with restarts = 5, tol = 1e-13, iters = 5000
