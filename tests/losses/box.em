# Least squares with bounded slopes
# chapter: regression
data v[I, J] = csv("data/spectra.csv")
param b[J] in [-0.2, 0.3]
minimize sum{i} (v[i, 1] - sum{j in 2..J} v[i, j] * b[j])^2 + b[1]^2
fit
