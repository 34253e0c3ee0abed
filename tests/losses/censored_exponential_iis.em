# Exponential lifetimes with a regression, by iterative scaling
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data t[N] = csv("data/regression.csv", columns = "time")
data e[N] = csv("data/regression.csv", columns = "event")
param b[P] init 0
minimize sum{i} (t[i] * exp(dot(x[i], b)) - e[i] * dot(x[i], b))
fit using iterative_scaling with tol = 1e-12, iters = 5000
