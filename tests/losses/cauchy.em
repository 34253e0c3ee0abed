# Cauchy, location and scale
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "student")
param m init 0
param s > 0 init 1
minimize -sum{i} log cauchy(x[i] | m, s)
fit with tol = 1e-12
