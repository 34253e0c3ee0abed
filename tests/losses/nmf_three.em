# Tri-factorisation
# chapter: factors
let K = 2
let L = 2
data v[I, J] = csv("data/counts.csv")
param a[I, K] > 0
param s[K, L] > 0
param b[L, J] > 0
minimize sum{i, j} ((sum{k, l} a[i, k] * s[k, l] * b[l, j]) - v[i, j] * log sum{k, l} a[i, k] * s[k, l] * b[l, j])
fit with restarts = 3, tol = 1e-12, iters = 5000
