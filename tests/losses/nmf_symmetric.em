# Symmetric NMF
# chapter: factors
# ends above: the joint step stops at zeros
let K = 2
data g[N, N] = csv("data/graph.csv")
param h[N, K] >= 0
minimize sum{i, j} (g[i, j] - sum{k} h[i, k] * h[j, k])^2
fit with restarts = 200, tol = 1e-12, iters = 5000
