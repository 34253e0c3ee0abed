# Least squares with weights on a simplex
# chapter: regression
data v[I, J] = csv("data/spectra.csv")
param w[J] in simplex
minimize sum{i} (v[i, 1] - dot(v[i], w) / 2 - 1)^2
fit with tol = 1e-12, iters = 20000
