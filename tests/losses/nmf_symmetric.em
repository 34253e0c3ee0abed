# Symmetric NMF
# chapter: factors
let K = 2
data g[N, N] = csv("data/graph.csv")
param h[N, K] >= 0
minimize sum{i, j} (g[i, j] - sum{k} h[i, k] * h[j, k])^2
fit with restarts = 20, tol = 1e-14, iters = 20000
