# two heaps of points far from each other beside their widths: a dozen digits are lost where they are compared, and no rise of that size
# is one
data x[N, D] = [[0.31, -0.2], [0.12, 0.9], [-0.7, 0.35], [-0.15, -0.64], [0.9, -0.3],
  [3000000.31, 3000000.2], [2999999.88, 3000000.1], [3000000.3, 2999999.4], [2999999.5, 3000000.62], [3000000.05, 2999999.81]]
param w[2] in simplex
param mu[2, D] init [[0.1, 0], [3000001, 3000001]]
param S[2, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])
fit with require = converged
print mu
