# Fixed entries of a Dirichlet law and of a group: rows over a whole slice would move them, so bounds serve.
data p[N, K] = [[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.2, 0.25, 0.55]]
data h[G, D] = [[1, 2], [-3, 0.5]]
param a[K] > 0
param b[G, D]
fix a[1] = 2
fix b[1, 2] = 0.3
minimize -(sum{i} log dirichlet(p[i] | a)) + sum{g, d} (h[g, d] - b[g, d])^2 + sum{g} |b[g]|
fit with tol = 1e-15, iters = 10000, require = majorizer
print a[1] - 2, b[1, 2] - 0.3, b[1, 1] - h[1, 1] + 0.5 * b[1, 1] / |b[1]|
print max{k in K: k > 1} abs(digamma(a[k]) - digamma(sum{l in K} a[l]) - sum{i} log(p[i, k]) / N)
