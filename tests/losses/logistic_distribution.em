# Logistic distribution, location and scale
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "student")
param m init 0
param s > 0 init 1
minimize sum{i} ((x[i] - m) / s + log(s) + 2 * log(1 + exp(-(x[i] - m) / s)))
fit with tol = 1e-12
