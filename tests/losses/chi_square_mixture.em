# Shares of known sources by Pearson's distance
# chapter: programs
data p[K] = [0.32, 0.21, 0.08, 0.05, 0.34]
data source[J, K] = [[0.5, 0.2, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.2, 0.5], [0.2, 0.3, 0.2, 0.2, 0.1]]
param w[J] in simplex
minimize sum{k} (p[k] - sum{j} w[j] * source[j, k])^2 / (sum{j} w[j] * source[j, k])
fit with tol = 1e-13, iters = 5000
