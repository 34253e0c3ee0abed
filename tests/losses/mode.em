# Mode of a kernel density (mean shift)
# chapter: location
data z[N, D] = csv("data/points.csv")
param m[D] init [1, 1]
minimize -sum{i} exp(-|z[i] - m|^2 / 2)
fit with tol = 1e-12
