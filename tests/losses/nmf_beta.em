# NMF, beta divergence with beta = 3/2
# chapter: factors
let K = 2
data v[I, J] = csv("data/spectra.csv")
param a[I, K] > 0
param b[K, J] > 0
minimize sum{i, j} (2/3 * (sum{k} a[i, k] * b[k, j])^1.5 - 2 * v[i, j] * (sum{k} a[i, k] * b[k, j])^0.5)
fit with restarts = 3, tol = 1e-12, iters = 5000
