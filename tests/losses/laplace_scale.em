# Laplace regression with its scale
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
param s > 0 init 1
minimize -sum{i} log laplace(y[i] | dot(x[i], b), s)
fit with tol = 1e-12, iters = 5000
