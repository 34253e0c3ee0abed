# Gaussian mixture, full covariances
# chapter: mixtures
let K = 3
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(z[i] | m[k], S[k])
fit with restarts = 5, tol = 1e-12
