# A chain of products is taken by the small side; the data are gone through along their first axis.
data v[N, D] = csv("../../../examples/faithful.csv")
let K = 30
param a[N, K] >= 0 init 1
param b[K, D] >= 0 init 1
minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
fit with iters = 3, tol = 0
