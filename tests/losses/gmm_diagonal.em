# Gaussian mixture, diagonal covariances
# chapter: mixtures
let K = 3
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param v[K, D] > 0 init 1
minimize -sum{i} log sum{k} w[k] * normal(z[i] | m[k], v[k])
fit with restarts = 5, tol = 1e-12
