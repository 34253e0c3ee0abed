# Negative binomial regression with its size
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "wide")
param b[P] init 0
param r > 0 init 1
minimize -sum{i} log negbinomial(y[i] | exp(dot(x[i], b)), r)
fit with tol = 1e-12
