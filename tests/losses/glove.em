# Weighted factors of logarithms of counts (GloVe), with ridge
# chapter: factors
let K = 2
data n[I, J] = csv("data/counts.csv")
data w[I, J] = array{i in I, j in J} min(n[i, j] / 20, 1)^0.75
param a[I, K]
param b[J, K]
param c[I]
param d[J]
minimize (sum{i, j} w[i, j] * (log(n[i, j] + 1) - dot(a[i], b[j]) - c[i] - d[j])^2) + 0.1 * (|a|^2 + |b|^2 + |c|^2 + |d|^2)
fit with restarts = 3, tol = 1e-13, iters = 20000
