# Convex clustering
# chapter: geometry
data z[N, D] = csv("data/points.csv")
param x[N, D] init z
minimize 1/2 * (sum{i, d} (z[i, d] - x[i, d])^2) + 0.03 * (sum{i, j : i < j} |x[i] - x[j]|)
fit with tol = 1e-13, iters = 5000
