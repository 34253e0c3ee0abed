# Gaussian mixture, covariances with common axes
# chapter: mixtures
let K = 2
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param R[D, D] in orthogonal
param v[K, D] > 0 init 1
minimize -sum{i} log sum{k} w[k] * prod{e in D} normal(sum{d} R[e, d] * (z[i, d] - m[k, d]) | 0, v[k, e])
fit with restarts = 10, tol = 1e-12, iters = 5000
