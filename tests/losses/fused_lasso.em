# Slopes that are small and like their neighbours (fused lasso)
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P]
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 12 * (sum{p} |b[p]|) + 8 * (sum{p in 2..P} |b[p] - b[p - 1]|)
fit with tol = 1e-12
