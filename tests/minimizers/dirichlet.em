data p[I, K] = [[0.2, 0.3, 0.5], [0.1, 0.4, 0.5], [0.3, 0.3, 0.4]]
param a[K] > 0
minimize sum{i} (sum{k} lgamma(a[k]) - lgamma(sum{k} a[k]) - sum{k} (a[k] - 1) * log(p[i, k]))
fit with tol = 1e-15, iters = 5000
print max{k} abs(digamma(a[k]) - digamma(sum{l in K} a[l]) - sum{i} log(p[i, k]) / 3)
