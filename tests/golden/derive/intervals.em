# Numbers of which intervals are known: EM in closed form, with a scale and without.
data y[N] = [0, 1, 1, 2, 4]
param m
param s > 0 init 1
minimize -sum{i} log(normal_cdf((y[i] + 1 - m) / s) - normal_cdf((y[i] - m) / s))
derive
fit with tol = 1e-12
print m, s
data x[N] = [1, 2, 3, 4, 5]
param a init 0
param b init 0
minimize -sum{i} log(normal_cdf(y[i] + 1 - a - b * x[i]) - normal_cdf(y[i] - a - b * x[i]))
fit with tol = 1e-12
print a, b
