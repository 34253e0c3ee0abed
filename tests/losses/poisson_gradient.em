# Poisson regression by gradient steps
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "count")
param b[P] init 0
minimize sum{i} (exp(dot(x[i], b)) - y[i] * dot(x[i], b))
fit using gradient_step with tol = 1e-13, iters = 20000
