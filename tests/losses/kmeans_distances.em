# K-means, plain distances
# chapter: clusters
let K = 3
data z[N, D] = csv("data/points.csv")
param c[K, D] init sample(z)
minimize sum{i} min{k} |z[i] - c[k]|
fit with restarts = 20, tol = 1e-12
