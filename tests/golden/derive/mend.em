# status: 1
# Where no majorizer is proved, the smallest change that would give one is looked for.
data n[I, J] = [[1, 2, 3], [4, 1, 1]]
let K = 2
param a[I, K]
param b[K, J]
minimize sum{i, j} ((sum{k} a[i, k] * b[k, j]) - n[i, j] * log(sum{k} a[i, k] * b[k, j]))
derive
data x[N] = [0.5, 1.2, 2, 0.7]
param c init 0.4
minimize sum{i} exp(x[i] * c) * c^2 * abs(c - 1)
fit with require = majorizer
