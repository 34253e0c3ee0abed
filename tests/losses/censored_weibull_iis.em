# Weibull lifetimes, some of them cut off, by iterative scaling
# chapter: generalised
data t[N] = csv("data/regression.csv", columns = "time")
data e[N] = csv("data/regression.csv", columns = "event")
param k > 0 init 1
param r > 0 init 1
minimize sum{i} (r * t[i]^k - e[i] * (log(r) + log(k) + (k - 1) * log(t[i])))
fit using iterative_scaling_of_power with tol = 1e-13, iters = 5000
