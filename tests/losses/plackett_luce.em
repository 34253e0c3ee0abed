# Plackett and Luce
# chapter: rankings
data r[N, T] = csv("data/rankings.csv")
param p[T] > 0 init 1
minimize -sum{i} sum{t} (log(p[r[i, t]]) - log(sum{u : u >= t} p[r[i, u]]))
fit with tol = 1e-13, iters = 10000
