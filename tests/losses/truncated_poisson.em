# Poisson without the zeros
# chapter: distributions
data y[N] = csv("data/samples.csv", columns = "truncated")
param m > 0 init 1
minimize sum{i} (m - y[i] * log(m) + log(1 - exp(-m)))
fit with tol = 1e-12
