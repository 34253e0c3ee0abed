# Student mixture, four degrees of freedom
# chapter: mixtures
let K = 2
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
param m[K, D] init kmeanspp(z)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * student(z[i] | 4, m[k], S[k])
fit with restarts = 5, tol = 1e-12, iters = 5000
