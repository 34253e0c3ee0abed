# Pairwise Huber smoothing on a graph
# chapter: geometry
data g[N, N] = csv("data/graph.csv")
data y[N] = csv("data/nodes.csv")
param x[N] init 0
minimize (sum{i} (y[i] - x[i])^2) + sum{i, j : i < j} g[i, j] * huber(x[i] - x[j]; 0.2)
fit with tol = 1e-12
