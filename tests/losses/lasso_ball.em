# Least squares in a ball of absolute values
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] in ball(2, norm = 1)
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2)
fit with tol = 1e-14, iters = 5000
