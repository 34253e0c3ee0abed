# Logistic regression with lasso
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize -sum{i} log bernoulli(y[i] | logistic(dot(x[i], b))) + 2 * (sum{p} |b[p]|)
fit with tol = 1e-12
