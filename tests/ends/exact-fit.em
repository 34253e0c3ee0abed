# a table of rank 2 in two factors: the squares vanish, and rounding has no word on it
data x[N, D] = [[1, 2, 3], [2, 4, 6], [1, 1, 1], [3, 5, 7]]
let K = 2
param a[N, K] >= 0
param b[K, D] >= 0
loss factors = sum{n, d} (x[n, d] - sum{k} a[n, k] * b[k, d])^2
fit factors with iters = 100000, accel = squarem
fit factors with iters = 100000
