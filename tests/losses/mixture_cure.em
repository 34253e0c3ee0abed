# Cured or exponential lifetimes (mixture cure model, ridge)
# chapter: mixtures
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2")
data t[N] = csv("data/regression.csv", columns = "time")
data e[N] = csv("data/regression.csv", columns = "event")
param b[P] init 0
param r > 0 init 1
minimize -sum{i} (if e[i] == 1 then log(logistic(dot(x[i], b)) * r * exp(-r * t[i])) else log(1 - logistic(dot(x[i], b)) + logistic(dot(x[i], b)) * exp(-r * t[i]))) + |b|^2 / 20
fit with tol = 1e-14, iters = 20000
