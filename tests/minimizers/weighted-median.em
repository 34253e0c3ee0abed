# rule: m M-WMEDIAN one-dimensional
# rule: w M-WMEDIAN one-dimensional
# rule: q M-WMEDIAN one-dimensional
# rule: c M-WMEDIAN one-dimensional
# rule: b M-WMEDIAN one-dimensional
# rule: g M-WMEDIAN one-dimensional
# rule: l M-WMEDIAN one-dimensional
# Medians: plain, weighted with a pull, a quantile, of clusters, of ratios, of groups; with a scale
data x[N] = [3, 1, 2.7, 10, 4]
data u[N] = [1, 2, 1.5, 0.3, 0.7]
data y[N] = [9, 3, 8, 30, 13]
data k[N] = [1, 2, 2, 2, 2]
data p[I, D] = [[3, 1], [2.7, 10], [4, 1], [13, 11], [12, 10], [14, -3]]
let K = 2
param m
param w
param q
param c[K, D] init [[3, 1], [12.5, 10]]
param b
param g[2]
param l
param s > 0
minimize sum{i} |x[i] - m| + sum{i} u[i] * |x[i] - w| + 0.05 * (w - 100)^2 + sum{i} pinball(x[i] - q; 0.7) + sum{i} min{k} |p[i] - c[k]|_1 + sum{i} |y[i] - x[i] * b| + sum{i} |y[i] - g[k[i]]| - sum{i} log laplace(x[i] | l, s)
fit
print m - 3, w - 45, q - 4, c[1, 1] - 3, c[1, 2] - 1, c[2, 1] - 13, c[2, 2] - 10, b - 3, g[1] - 9, l - 3, s - 2.06
