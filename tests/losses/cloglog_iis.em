# Complementary log-log regression, proved
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize sum{i} ((1 - y[i]) * exp(dot(x[i], b)) - y[i] * log(1 - exp(-exp(dot(x[i], b)))))
fit using iterative_scaling with tol = 1e-13, iters = 5000
