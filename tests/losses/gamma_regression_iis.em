# Gamma regression with its shape, by iterative scaling
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "positive")
param b[P] init 0
param s > 0 init 1
minimize -sum{i} log gamma(y[i] | s, s * exp(-dot(x[i], b)))
fit using iterative_scaling with tol = 1e-12, iters = 5000
