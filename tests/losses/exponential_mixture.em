# Exponential mixture
# chapter: mixtures
let K = 2
data x[N] = csv("data/samples.csv", columns = "two_rates")
param w[K] in simplex init 1 / K
param r[K] > 0 init [3, 0.2]
minimize -sum{i} log sum{k} w[k] * exponential(x[i] | r[k])
fit with tol = 1e-13, iters = 20000
