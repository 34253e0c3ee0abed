# Bradley and Terry with ties (Davidson)
# chapter: rankings
data n[T, T] = csv("data/wins.csv")
data e[T, T] = csv("data/ties.csv")
param p[T] > 0 init 1
param h > 0 init 1
minimize -(sum{i, j} n[i, j] * (log(p[i]) - log(p[i] + p[j] + h * sqrt(p[i] * p[j])))) - sum{i, j : i > j} e[i, j] * (log(h) + 1/2 * log(p[i]) + 1/2 * log(p[j]) - log(p[i] + p[j] + h * sqrt(p[i] * p[j])))
fit with tol = 1e-13, iters = 10000
