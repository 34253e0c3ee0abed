# A line separates the labels: the loss goes to 0 as b goes to infinity, and there is no minimum.
data x[N] = [-2, -1, 1, 2]
data y[N] = [0, 0, 1, 1]
param a
param b
minimize sum{i} (softplus(a + b * x[i]) - y[i] * (a + b * x[i]))
fit with iters = 100
