# Zero-inflated Poisson
# chapter: distributions
data y[N] = csv("data/samples.csv", columns = "zeros")
param p in (0, 1) init 0.3
param lam > 0 init 2
minimize -sum{i} (if y[i] == 0 then log(p + (1 - p) * exp(-lam)) else log(1 - p) - lam + y[i] * log(lam))
fit with tol = 1e-12
