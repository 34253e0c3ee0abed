# Student regression with its scale
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
param v > 0 init 1
minimize -sum{i} log student(y[i] | 3, dot(x[i], b), v)
fit with tol = 1e-12
