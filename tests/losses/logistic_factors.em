# Logistic factors of a binary matrix
# chapter: factors
let K = 1
data x[I, J] = csv("data/votes.csv")
param a[I, K]
param b[J, K]
param c[J] init 0
minimize (sum{i, j} (softplus(dot(a[i], b[j]) + c[j]) - x[i, j] * (dot(a[i], b[j]) + c[j]))) + 0.5 * |a|^2 + 0.5 * |b|^2
fit with restarts = 3, tol = 1e-12, iters = 5000
