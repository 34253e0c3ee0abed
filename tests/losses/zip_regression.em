# Zero-inflated Poisson regression
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2")
data y[N] = csv("data/regression.csv", columns = "count")
param q in (0, 1) init 0.3
param b[P] init 0
minimize -sum{i} (if y[i] == 0 then log(q + (1 - q) * exp(-exp(dot(x[i], b)))) else log(1 - q) - exp(dot(x[i], b)) + y[i] * dot(x[i], b))
fit with tol = 1e-13, iters = 5000
