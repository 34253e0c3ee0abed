# Poisson regression, positive effects that add up
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "count")
param b[P] > 0 init 1
minimize -sum{i} log poisson(y[i] | sum{p} x[i, p]^2 * b[p])
fit with tol = 1e-12, iters = 10000
