# Negative binomial, size and mean
# chapter: distributions
data y[N] = csv("data/samples.csv", columns = "wide")
param m > 0 init 1
param r > 0 init 1
minimize -sum{i} log negbinomial(y[i] | m, r)
fit with tol = 1e-13, iters = 5000
