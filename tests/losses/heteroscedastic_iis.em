# Normal regression whose log variance is linear, by iterative scaling
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] init 0
param g[P] init 0
minimize 1/2 * sum{i} ((y[i] - dot(x[i], b))^2 * exp(-dot(x[i], g)) + dot(x[i], g)) + 1/2 * |g|^2
fit using iterative_scaling with tol = 1e-12, iters = 5000
