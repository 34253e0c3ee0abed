# rule: b M-GROUP-SOFT closed-form
# rule: c M-GROUP-SOFT one-dimensional
# rule: g M-GROUP-SOFT one-dimensional
# Groups that are 0 as a whole and others; unequal curvatures; coupled ones, where the slope of the loss is the penalty's.
let G = 3; let D = 2; let N = 5
data h[G, D] = [[1, 2], [0.1, 0.2], [-3, 0.5]]
data s[D] = [0.5, 3]
data a[N, D] = [[1, 0.5], [0.3, -1], [2, -0.2], [-0.4, 0.7], [0.1, 0.2]]
data y[N] = [3, -1, 2, 0.5, 0.1]
param b[G, D]
param c[G, D]
param g[D]
minimize sum{k in G, d} (1/2 * (b[k, d] - h[k, d])^2 + s[d] / 2 * (c[k, d] - h[k, d])^2) + sum{k in G} (0.7 * |b[k]| + 0.8 * |c[k]|) + sum{i in N} (y[i] - dot(a[i], g))^2 + 1.5 * |g|
fit with tol = 1e-15, iters = 10000
print max{k in G, d} abs(b[k, d] - h[k, d] * max(1 - 0.7 / |h[k]|, 0)), abs(b[2, 1]) + abs(b[2, 2]) + abs(c[2, 1])
print max{d} abs(s[d] * (c[1, d] - h[1, d]) + 0.8 * c[1, d] / |c[1]|), max{d} abs(s[d] * (c[3, d] - h[3, d]) + 0.8 * c[3, d] / |c[3]|)
print max{d} abs(1.5 * g[d] / |g| - 2 * sum{i in N} a[i, d] * (y[i] - dot(a[i], g)))
