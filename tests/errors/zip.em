# Zero-inflated Poisson counts
data y[N] = [3, 2, 2, 2, 8, 3, 6, 2, 0, 1, 0, 3, 2, 1, 0, 1, 4, 2, 0, 4, 1, 3, 6, 3, 2, 2, 5, 0, 2, 2, 1, 4, 5, 1, 5, 0, 0, 3, 6, 4, 0, 4, 0, 0, 5, 0, 1, 4, 0, 0]
param q in (0, 1) init 0.3
param l > 0 init 2
minimize -sum{i} log((if y[i] == 0 then q else 0) + (1 - q) * poisson(y[i] | l))
fit with tol = 1e-14, iters = 20000
print se(q), se(l)
