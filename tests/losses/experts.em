# Mixture of experts with softmax gates
# chapter: mixtures
let K = 2
data x[N, P] = csv("data/lines.csv", columns = "one, x")
data y[N] = csv("data/lines.csv", columns = "y")
param g[K, P] init 0
param b[K, P] init [[1, 1], [-1, -1]]
param v[K] > 0 init 1
minimize -sum{i} log((sum{k} exp(dot(x[i], g[k])) * normal(y[i] | dot(x[i], b[k]), v[k])) / sum{k} exp(dot(x[i], g[k])))
fit with tol = 1e-12, iters = 5000
