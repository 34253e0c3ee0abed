# Fuzzy c-means
# chapter: clusters
let K = 3
data z[N, D] = csv("data/points.csv")
param u[N, K] in simplex
param c[K, D] init sample(z)
minimize sum{i, k} u[i, k]^2 * |z[i] - c[k]|^2
fit with restarts = 5, tol = 1e-12
