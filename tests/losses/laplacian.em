# Smooth values on a graph
# chapter: geometry
data g[N, N] = csv("data/graph.csv")
data y[N] = csv("data/nodes.csv")
param x[N] init 0
minimize (sum{i} (y[i] - x[i])^2) + 1/2 * sum{i, j} g[i, j] * (x[i] - x[j])^2
fit with tol = 1e-12
