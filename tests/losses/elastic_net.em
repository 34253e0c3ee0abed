# Elastic net
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 8 * (sum{p} |b[p]|) + 3/2 * |b|^2
fit with tol = 1e-12
