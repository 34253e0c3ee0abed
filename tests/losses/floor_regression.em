# Least squares with weights on a simplex, none below a fifth of their mean
# chapter: regression
data v[I, J] = csv("data/spectra.csv")
param w[J] in simplex(floor = 0.02)
minimize sum{i} (v[i, 1] - dot(v[i], w) / 2 - 1)^2
fit with tol = 1e-13, iters = 20000
