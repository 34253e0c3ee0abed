# Gamma, both parameters
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "gamma")
param a > 0 init 1
param b > 0 init 1
minimize -sum{i} log gamma(x[i] | a, b)
fit with tol = 1e-13, iters = 5000
