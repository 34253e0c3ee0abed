# Clusters of lines through the origin
# chapter: clusters
data z[N, D] = csv("data/scatter.csv")
let K = 3
param u[K, D] in sphere
minimize sum{i} min{k} sum{d} (z[i, d] - dot(z[i], u[k]) * u[k, d])^2
fit with restarts = 60, tol = 1e-12
