# Bradley and Terry with an advantage at home
# chapter: rankings
data n[T, T] = csv("data/wins.csv")
param p[T] > 0 init 1
param h > 0 init 1
minimize -sum{i, j : i < j} (n[i, j] * (log(h * p[i]) - log(h * p[i] + p[j])) + n[j, i] * (log(p[j]) - log(h * p[i] + p[j])))
fit with tol = 1e-13, iters = 10000
