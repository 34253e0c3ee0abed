# A skew normal law from a start without skewness: all slopes are 0 there, and the loss falls to one side only, along a way that bends.
data x[N] = array{i in 1..30} (0.8 * sin(5 * i) - log(1 - (i - 0.5) / 30))
param m
param s > 0
param a init 0
minimize sum{i} (log(s) + (x[i] - m)^2 / (2 * s^2) - log_normal_cdf(a * (x[i] - m) / s))
fit with iters = 5000, tol = 1e-8
print m, s
