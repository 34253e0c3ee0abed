# Proportional odds
# chapter: generalised
let J = 2
data x[N, P] = csv("data/regression.csv", columns = "x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "order")
param b[P] init 0
param c[J] ordered init [-1, 1]
minimize -sum{i} log(if y[i] == 1 then logistic(c[1] - dot(x[i], b)) else if y[i] == 2 then logistic(c[2] - dot(x[i], b)) - logistic(c[1] - dot(x[i], b)) else logistic(dot(x[i], b) - c[2]))
fit with tol = 1e-12
