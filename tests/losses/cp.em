# CP tensor, squared error
# chapter: factors
let K = 2
data t[I, J, L] = json("data/tensor.json")
param a[I, K]
param b[J, K]
param c[L, K]
minimize (sum{i, j, l} (t[i, j, l] - sum{k} a[i, k] * b[j, k] * c[l, k])^2) + 0.01 * |a|^2 + 0.01 * |b|^2 + 0.01 * |c|^2
fit with restarts = 3, tol = 1e-13, iters = 20000, accel = squarem
