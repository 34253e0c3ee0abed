# Bradley and Terry with ties (Rao and Kupper)
# chapter: rankings
data n[T, T] = csv("data/wins.csv")
data e[T, T] = csv("data/ties.csv")
param p[T] in simplex
param h > 1 init 2
minimize -(sum{i, j} n[i, j] * log(p[i] / (p[i] + h * p[j]))) - sum{i, j : i > j} e[i, j] * log((h^2 - 1) * p[i] * p[j] / ((p[i] + h * p[j]) * (p[j] + h * p[i])))
fit with tol = 1e-14, iters = 10000
