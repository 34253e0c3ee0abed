# A full covariance: mean and covariance are one exact profile.
data x[N, D] = [[0, 1], [1, 0], [2, 2], [0, 0], [2, 1], [5, 6], [6, 5], [7, 7], [5, 5], [7, 6]]
let K = 2
param w[K] in simplex
param mu[K, D] init sample(x)
param S[K, D, D] in spd
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])
derive
