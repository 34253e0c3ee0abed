# Bradley and Terry
# chapter: rankings
data n[T, T] = csv("data/wins.csv")
param p[T] > 0 init 1
minimize -sum{i, j} n[i, j] * (log(p[i]) - log(p[i] + p[j]))
fit with tol = 1e-13, iters = 10000
