# Gaussian mixture, equal volumes, own shapes
# chapter: mixtures
let K = 2
data z[N, D] = csv("data/irises.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param v > 0
param C[K, D, D] in spd(det = 1)
minimize -sum{i} log(sum{k} w[k] * normal(z[i] | m[k], array{d in D, e in D} v * C[k, d, e]))
fit with restarts = 10, tol = 1e-13, iters = 5000
