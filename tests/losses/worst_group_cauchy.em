# The worst of three groups, with Cauchy's loss
# chapter: regression
let K = 3
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
data c[N] = csv("data/regression.csv", columns = "class")
param b[P] init 0
minimize max{k in 1..K} (sum{i} (c[i] == k) * log(1 + (y[i] - dot(x[i], b))^2))
fit with tol = 1e-13, iters = 20000
