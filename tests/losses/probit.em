# Probit regression
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize -sum{i} log_normal_cdf((2 * y[i] - 1) * dot(x[i], b))
fit with tol = 1e-12
