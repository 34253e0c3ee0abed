# CP tensor, nonnegative, Kullback-Leibler
# chapter: factors
let K = 2
data t[I, J, L] = json("data/tensor.json")
param a[I, K] > 0
param b[J, K] > 0
param c[L, K] > 0
minimize sum{i, j, l} ((sum{k} a[i, k] * b[j, k] * c[l, k]) - t[i, j, l] * log sum{k} a[i, k] * b[j, k] * c[l, k])
fit with restarts = 3, tol = 1e-12, iters = 20000
