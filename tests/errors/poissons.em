# A mixture of two Poisson laws
data y[N] = [4, 11, 1, 1, 0, 4, 9, 9, 10, 5, 11, 4, 2, 2, 5, 8, 10, 1, 9, 3, 0, 0, 3, 4, 4, 14, 4, 2, 7, 14, 9, 12, 5, 9, 0, 6, 2, 1, 8, 9, 14, 7, 4, 10, 1, 9, 10, 6, 5, 13, 0, 2, 5, 5, 2, 10, 2, 1, 12, 0]
let K = 2
param w[K] in simplex init 0.5
param l[K] > 0 init [1, 8]
minimize -sum{i} log(sum{k} w[k] * poisson(y[i] | l[k]))
fit with tol = 1e-14, iters = 20000
print se(w)[1], se(l)[1], se(l)[2]
