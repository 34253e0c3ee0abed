# A position from distances to known points
# chapter: geometry
data z[N, D] = csv("data/points.csv")
data r[N] = array{i in N} (|z[i]| + 0.2 * z[i, 1])
param m[D] init [1, 1]
minimize sum{i} (r[i] - |z[i] - m|)^2
fit with tol = 1e-12, iters = 5000
