# Cauchy links: a binary regression that resists wrong labels
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "binary")
param b[P] init 0
minimize -sum{i} log(1/2 + atan((2 * y[i] - 1) * dot(x[i], b)) / pi) + 1/4 * |b|^2
fit with tol = 1e-12
