# A circle through points by linearised distances
# chapter: geometry
data z[N, D] = csv("data/points.csv")
param m[D] init [1, 1]
param r > 0 init 2
minimize sum{i} (|z[i] - m| - r)^2
fit using linear_inside with tol = 1e-14, iters = 20000
