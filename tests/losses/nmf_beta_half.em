# NMF, beta divergence with beta = 1/2
# chapter: factors
let K = 2
data v[I, J] = csv("data/spectra.csv")
param a[I, K] > 0
param b[K, J] > 0
minimize sum{i, j} (2 * (sum{k} a[i, k] * b[k, j])^0.5 + 2 * v[i, j] * (sum{k} a[i, k] * b[k, j])^(-0.5))
fit with restarts = 3, tol = 1e-12, iters = 5000
