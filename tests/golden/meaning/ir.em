# args: --dump=ir
data x[N, D] = [[1, 2], [3, 4], [5, 6]]
let K = 2
param w[K] in simplex init 1 / K
param mu[K, D] init sample(x)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])
loss other = sum{i} softmin{k; 2} |x[i] - mu[k]|_1
