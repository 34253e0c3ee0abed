# Least squares with slopes in a ball by projected gradient steps
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
param b[P] in ball(1/2)
minimize sum{i} (y[i] - dot(x[i], b))^2
fit using projected_gradient_step with tol = 1e-13, iters = 20000
