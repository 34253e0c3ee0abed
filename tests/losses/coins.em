# Two coins in five rounds
# chapter: mixtures
let K = 2
data h[I] = [5, 9, 8, 4, 7]
param w[K] in simplex init [0.4, 0.6]
param p[K] in (0, 1) init [0.6, 0.5]
minimize -sum{i} log sum{k} w[k] * binomial(h[i] | 10, p[k])
fit with tol = 1e-13, iters = 20000
