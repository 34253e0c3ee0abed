# Group lasso: two groups of slopes
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
data z[N, Q] = array{i in N, q in 1..2} (if q == 1 then x[i, 1]^2 else x[i, 2] * x[i, 3])
param b[P]
param g[Q]
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b) - dot(z[i], g))^2) + 8 * |b| + 8 * |g|
fit with tol = 1e-12
