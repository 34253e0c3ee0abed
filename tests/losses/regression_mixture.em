# Mixture of two regression lines
# chapter: mixtures
let K = 2
data x[N, P] = csv("data/lines.csv", columns = "one, x")
data y[N] = csv("data/lines.csv", columns = "y")
param w[K] in simplex init 1 / K
param b[K, P] init [[1, 1], [-1, -1]]
param v[K] > 0 init 1
minimize -sum{i} log sum{k} w[k] * normal(y[i] | dot(x[i], b[k]), v[k])
fit with tol = 1e-13, iters = 5000
