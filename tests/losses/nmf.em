# NMF, squared error
# chapter: factors
let K = 2
data v[I, J] = csv("data/spectra.csv")
param a[I, K] >= 0
param b[K, J] >= 0
minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
fit with restarts = 3, tol = 1e-12, iters = 5000
