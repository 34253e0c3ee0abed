# Residuals to the third power
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
minimize sum{i} |y[i] - dot(x[i], b)|^3
fit with tol = 1e-12
