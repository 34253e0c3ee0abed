# Smoothed quantile regression
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
minimize sum{i} (0.3 * (y[i] - dot(x[i], b)) + 0.1 * softplus(-(y[i] - dot(x[i], b)) / 0.1))
fit with tol = 1e-12, iters = 5000
