# Quantile regression (pinball loss)
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize sum{i} pinball(y[i] - dot(x[i], b); 0.3)
fit with tol = 1e-12, iters = 5000
