# Beta-binomial
# chapter: distributions
data n[N] = csv("data/successes.csv", columns = "trials")
data y[N] = csv("data/successes.csv", columns = "wins")
param a > 0 init 1
param b > 0 init 1
minimize -sum{i} (lgamma(a + y[i]) - lgamma(a) + lgamma(b + n[i] - y[i]) - lgamma(b) - lgamma(a + b + n[i]) + lgamma(a + b))
fit with tol = 1e-13, iters = 10000
