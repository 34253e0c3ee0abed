# Bridge regression, the square root of the slopes
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 3 * sum{p} sqrt |b[p]|
fit with restarts = 30, tol = 1e-12
