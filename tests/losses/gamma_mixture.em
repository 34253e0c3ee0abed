# Gamma mixture
# chapter: mixtures
let K = 2
data x[N] = csv("data/samples.csv", columns = "two_gammas")
param w[K] in simplex init 1 / K
param a[K] > 0 init [3, 6]
param b[K] > 0 init [3, 1]
minimize -sum{i} log sum{k} w[k] * gamma(x[i] | a[k], b[k])
fit with tol = 1e-13, iters = 20000
