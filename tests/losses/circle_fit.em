# A circle through points
# chapter: geometry
data z[N, D] = csv("data/points.csv")
param m[D] init [1, 1]
param r > 0 init 2
minimize sum{i} (|z[i] - m| - r)^2
fit with tol = 1e-13, iters = 5000
