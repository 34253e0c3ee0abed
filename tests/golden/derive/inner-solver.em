# No row minimises the surrogate, but it is convex: a Newton step on it, one for parameters that meet, proved all the same.
data x[N, P] = [[1, 0], [1, 1], [1, 2], [1, 3], [0, 2], [0, 4]]
data y[N] = [1, 0, 3, 7, 12, 15]
param b[P] init 0
loss poissons = sum{i} (exp(dot(x[i], b)) - y[i] * dot(x[i], b))
let K = 2
param w[K] in simplex init 1 / K
param a[K] init [0, 2]
param c[K, P] init 0
loss mixture = 0.1 * |c|^2 - sum{i} log sum{k} w[k] * poisson(y[i] | exp(a[k] + dot(x[i], c[k])))
derive poissons
fit poissons with tol = 1e-12
derive mixture
fit mixture with tol = 1e-12
check mixture
print a, w
