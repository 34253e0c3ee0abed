# Three quantiles with one set of slopes (composite quantile regression)
# chapter: regression
let K = 3
data tau[K] = [0.25, 0.5, 0.75]
data x[N, P] = csv("data/regression.csv", columns = "x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
param a[K] init 0
minimize sum{k, i} (tau[k] - (y[i] < a[k] + dot(x[i], b))) * (y[i] - a[k] - dot(x[i], b))
fit with tol = 1e-12, iters = 20000
