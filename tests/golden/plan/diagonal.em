# Distances with weights, and moments about many points: differences are made in registers.
data x[N, D] = csv("../../../examples/faithful.csv")
let K = 20
param w[K] in simplex init 1 / K
param mu[K, D]
param v[K, D] > 0 init 10
minimize -sum{i} log sum{k} w[k] * prod{d} normal(x[i, d] | mu[k, d], v[k, d])
fit with iters = 3, tol = 0
