# Least trimmed squares: the thirty best of forty points
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize sum_smallest{i; 30} (y[i] - dot(x[i], b))^2
fit with restarts = 60, tol = 1e-12
