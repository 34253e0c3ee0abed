# Support vector machine: hinge loss and ridge
# chapter: regression
# tolerance: 1e-6
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P]
minimize sum{i} max(0, 1 - (2 * y[i] - 1) * dot(x[i], b)) + 1/2 * |b|^2
fit with tol = 1e-12, iters = 5000
