# Mixture of two gamma regressions with a log link, each with its shape
# chapter: mixtures
let K = 2
data x[N, P] = csv("data/regression.csv", columns = "one, x1")
data y[N] = csv("data/regression.csv", columns = "wide")
param w[K] in simplex init 1 / K
param b[K, P] init [[1.5, 0.3], [1, 0]]
param s[K] > 0 init 1
minimize -sum{i} log sum{k} w[k] * exp(s[k] * log(s[k]) - lgamma(s[k]) + (s[k] - 1) * log(1 + y[i]) - s[k] * (dot(x[i], b[k]) + (1 + y[i]) * exp(-dot(x[i], b[k]))))
fit with tol = 1e-13, iters = 5000
