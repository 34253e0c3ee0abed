# Data of either sign beside factors that have one: shares would send entries to 0 for ever. Least for these data: 0.3526871085 (L-BFGS-B, 200 starts).
data v[I, J] = [[0.9, -0.4, 0.3], [-0.2, 0.8, 0.1], [0.5, 0.6, -0.1], [1.1, -0.3, 0.2]]
let K = 2
param a[I, K] >= 0
param b[K, J] >= 0
minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
fit with restarts = 5, seed = 1
