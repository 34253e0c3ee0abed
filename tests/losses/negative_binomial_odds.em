# Negative binomial, size and probability
# chapter: distributions
data y[N] = csv("data/samples.csv", columns = "wide")
param p in (0, 1) init 0.5
param r > 0 init 1
minimize -sum{i} (lgamma(y[i] + r) - lgamma(r) + r * log(p) + y[i] * log(1 - p))
fit with tol = 1e-13, iters = 5000
