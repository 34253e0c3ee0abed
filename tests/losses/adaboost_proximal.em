# Exponential loss and ridge by proximal steps
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize sum{i} exp(-(2 * y[i] - 1) * dot(x[i], b)) + 1/2 * |b|^2
fit using proximal with tol = 1e-13, iters = 20000
