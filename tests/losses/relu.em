# A rectified linear unit
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize sum{i} (y[i] - max(0, dot(x[i], b)))^2
fit with restarts = 200, tol = 1e-12
