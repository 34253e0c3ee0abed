# Mixture of two Poisson regressions, proved
# chapter: mixtures
let K = 2
data x[N, P] = csv("data/regression.csv", columns = "one, x1")
data y[N] = csv("data/regression.csv", columns = "wide")
param w[K] in simplex init 1 / K
param b[K, P] init [[0, 0], [2, 0.5]]
minimize -sum{i} log sum{k} w[k] * poisson(y[i] | exp(dot(x[i], b[k])))
fit using iterative_scaling with tol = 1e-13, iters = 5000
