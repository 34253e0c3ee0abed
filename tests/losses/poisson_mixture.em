# Poisson mixture
# chapter: mixtures
let K = 2
data y[N] = csv("data/samples.csv", columns = "two_poissons")
param w[K] in simplex init 1 / K
param m[K] > 0 init [1, 6]
minimize -sum{i} log sum{k} w[k] * poisson(y[i] | m[k])
fit with tol = 1e-13, iters = 5000
