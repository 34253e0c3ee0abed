# Unfolding: distances between two sets
# chapter: geometry
data v[I, J] = csv("data/unfold.csv")
data x0[I, Q] = csv("data/rows.csv")
data y0[J, Q] = csv("data/columns.csv")
param x[I, Q] init x0
param y[J, Q] init y0
minimize sum{i, j} (v[i, j] - |x[i] - y[j]|)^2
fit with tol = 1e-13, iters = 5000
