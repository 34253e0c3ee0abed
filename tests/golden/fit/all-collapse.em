# status: 1
# Points that are equal: from every start a component collapses, and the message says so.
data x[N] = [1, 1, 1, 1, 1, 1]
let K = 2
param p[K] in simplex
param m[K] init sample(x)
param v[K] > 0
minimize -sum{i} log sum{k} p[k] * normal(x[i] | m[k], v[k])
fit with restarts = 20, seed = 1
