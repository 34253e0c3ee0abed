# Poisson experts with softmax gates, ordered intercepts, one slope, and ridge
# chapter: mixtures
let K = 2
data x[N, P] = csv("data/regression.csv", columns = "one, x1")
data y[N] = csv("data/regression.csv", columns = "wide")
param g[K, P]
param a[K] in ordered
param b
minimize 0.1 * |g|^2 + 0.1 * b^2 - sum{i} log((sum{k} exp(dot(x[i], g[k])) * poisson(y[i] | exp(a[k] + b * x[i, 2]))) / sum{k} exp(dot(x[i], g[k])))
fit with restarts = 30, tol = 1e-13, iters = 5000
