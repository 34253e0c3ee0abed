# Multiclass hinge loss (Crammer and Singer)
# chapter: regression
# tolerance: 1e-6
let K = 3
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data c[N] = csv("data/regression.csv", columns = "class")
param b[K, P] init 0
minimize sum{i} (max{k} (dot(x[i], b[k]) + (c[i] != k))) - sum{i} dot(x[i], b[c[i]]) + 1 / 20 * sum{k, p} b[k, p]^2
fit with tol = 1e-13, iters = 20000
