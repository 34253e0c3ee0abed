# Stress of squared distances
# chapter: geometry
data d[C, C] = csv("data/distances.csv")
data x0[C, Q] = csv("data/layout.csv")
param x[C, Q] init x0
minimize sum{i, j : i < j} (d[i, j]^2 - |x[i] - x[j]|^2)^2
fit with tol = 1e-13, iters = 5000
