# Latent classes of categorical answers
# chapter: mixtures
let K = 2
let A = 3
data x[N, Q] = csv("data/answers.csv")
param w[K] in simplex
param p[A | K, Q]
minimize -sum{i} log sum{k} w[k] * prod{q} p[x[i, q] | k, q]
fit with restarts = 30, tol = 1e-13, iters = 5000
