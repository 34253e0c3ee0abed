# Matrix completion with ridge
# chapter: factors
let K = 2
data y[I, J] = csv("data/ratings.csv")
data o[I, J] = csv("data/seen.csv")
param a[I, K]
param b[J, K]
minimize (sum{i, j} o[i, j] * (y[i, j] - dot(a[i], b[j]))^2) + 0.5 * |a|^2 + 0.5 * |b|^2
fit with restarts = 3, tol = 1e-12, iters = 5000
