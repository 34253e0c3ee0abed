# Coefficients shrunk to guesses
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
data g[P] = [1, 1, -1, 0.5]
param b[P] init 0
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 12 * sum{p} |b[p] - g[p]|
fit with tol = 1e-13, iters = 20000
