# Exponential lifetimes with a regression, some of them cut off
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data t[N] = csv("data/regression.csv", columns = "time")
data e[N] = csv("data/regression.csv", columns = "event")
param b[P] init 0
minimize sum{i} (t[i] * exp(dot(x[i], b)) - e[i] * dot(x[i], b))
fit with tol = 1e-12
