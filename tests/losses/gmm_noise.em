# Gaussian mixture with a share of uniform noise
# chapter: mixtures
let K = 3
data z[N, D] = csv("data/points.csv")
param w[K] in simplex init [0.4, 0.3, 0.3]
param q in (0, 1) init 0.1
param m[K, D] init kmeanspp(z)
param v[K] > 0 init 1
minimize -sum{i} log(q / 60 + (1 - q) * sum{k} w[k] * normal(z[i] | m[k], v[k]))
fit with restarts = 5, tol = 1e-12, iters = 5000
