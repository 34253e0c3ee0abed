# A factor under the loss of Cauchy
# chapter: factors
data z[N, D] = csv("data/scatter.csv")
param a[N]
param b[D]
minimize (sum{i, d} log(1 + (z[i, d] - a[i] * b[d])^2)) + 0.1 * |a|^2 + 0.1 * |b|^2
fit with restarts = 5, tol = 1e-12, iters = 5000
