# Ising model: pseudo-likelihood with ridge
# chapter: generalised
data v[I, J] = csv("data/votes.csv")
data s[I, J] = array{i in I, j in J} (2 * v[i, j] - 1)
param h[J] init 0
param w[J, J] init 0
minimize (sum{i, j} softplus(-2 * s[i, j] * (h[j] + (sum{l : l < j} w[l, j] * s[i, l]) + (sum{l : l > j} w[j, l] * s[i, l])))) + 1/2 * |h|^2 + 1/2 * |w|^2
fit with tol = 1e-12
