# Binomial mixture, different numbers of trials
# chapter: mixtures
let K = 2
data n[N] = csv("data/successes.csv", columns = "trials")
data y[N] = csv("data/successes.csv", columns = "wins")
param w[K] in simplex init 1 / K
param p[K] in (0, 1) init [0.2, 0.6]
minimize -sum{i} log sum{k} w[k] * binomial(y[i] | n[i], p[k])
fit with tol = 1e-13, iters = 20000
