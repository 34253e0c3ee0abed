# Huber regression
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize sum{i} huber(y[i] - dot(x[i], b); 0.5)
fit with tol = 1e-12
