# Two bounds for the logistic loss, each also without coupling; rates after a fit only.
data x[N, P] = [[1, 0.5], [1, -1.2], [1, 2.1], [1, 0.3], [1, -0.7], [1, 1.6], [1, -2.2], [1, 0.9]]
data y[N] = [1, 0, 1, 0, 1, 1, 0, 0]
param b[P] init 0
loss fitted = sum{i} (softplus(dot(x[i], b)) - y[i] * dot(x[i], b))
derive all fitted using quadratic_bound
fit fitted with tol = 1e-14
derive all fitted
derive all using diagonal as latex
