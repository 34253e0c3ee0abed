# What depends on the data alone, here log gamma, runs once.
data x[N] = csv("../../../examples/faithful.csv", columns = "waiting")
let K = 40
param w[K] in simplex init 1 / K
param l[K] > 0 init 40
minimize -sum{i} log sum{k} w[k] * poisson(x[i] | l[k])
fit with iters = 3, tol = 0
