# Dirichlet
# chapter: distributions
data p[N, K] = csv("data/shares.csv")
param a[K] > 0 init 1
minimize -sum{i} log dirichlet(p[i] | a)
fit with tol = 1e-13, iters = 5000
