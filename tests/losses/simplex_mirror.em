# Least squares with weights on a simplex by mirror steps
# chapter: regression
data v[I, J] = csv("data/spectra.csv")
param w[J] in simplex
minimize sum{i} (v[i, 1] - dot(v[i], w) / 2 - 1)^2
fit using mirror_step with tol = 1e-13, iters = 20000
