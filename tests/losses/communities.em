# Overlapping communities of a graph (Ball, Karrer and Newman)
# chapter: factors
let K = 2
data g[N, N] = csv("data/graph.csv")
param h[N, K] > 0
minimize sum{i, j} ((sum{k} h[i, k] * h[j, k]) - g[i, j] * log(sum{k} h[i, k] * h[j, k]))
fit with restarts = 10, tol = 1e-13, iters = 20000
