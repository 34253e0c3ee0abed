# Weibull, both parameters
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "weibull")
param k > 0 init 1
param s > 0 init 1
minimize -sum{i} log weibull(x[i] | k, s)
fit with tol = 1e-13, iters = 5000
