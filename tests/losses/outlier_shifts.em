# A shift for each outlier, with absolute price
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
param g[N]
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b) - g[i])^2) + 0.5 * (sum{i} |g[i]|)
fit with tol = 1e-13, iters = 5000
