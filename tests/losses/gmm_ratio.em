# Gaussian mixture with bounded ratios of eigenvalues
# chapter: mixtures
let K = 3
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param S[K, D, D] in spd(ratio = 2)
minimize -sum{i} log(sum{k} w[k] * normal(z[i] | m[k], S[k]))
fit with restarts = 20, tol = 1e-13, iters = 5000
