# Multinomial logistic regression with ridge
# chapter: generalised
let K = 3
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "class")
param b[K, P] init 0
minimize sum{i} (log(sum{k} exp(dot(x[i], b[k]))) - dot(x[i], b[y[i]])) + 1/2 * |b|^2
fit with tol = 1e-12
