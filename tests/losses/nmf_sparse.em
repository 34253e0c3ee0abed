# Sparse NMF
# chapter: factors
let K = 2
data v[I, J] = csv("data/spectra.csv")
param a[I, K] >= 0
param b[K, J] >= 0
minimize 1/2 * (sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2) + 0.5 * (sum{k, j} b[k, j]) + 1/2 * (sum{i, k} a[i, k]^2)
fit with restarts = 3, tol = 1e-12, iters = 5000
