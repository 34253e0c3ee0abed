# Logistic regression with ridge, by the quadratic bound
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize sum{i} (log(1 + exp(dot(x[i], b))) - y[i] * dot(x[i], b)) + 0.5 * |b|^2
fit using quadratic_bound with tol = 1e-12
