# Weber's point
# chapter: location
data z[N, D] = csv("data/points.csv")
data w[N] = array{i in N} (1 + z[i, 1]^2)
param m[D] init mean{i} z[i]
minimize sum{i} w[i] * |z[i] - m|
fit with tol = 1e-12
