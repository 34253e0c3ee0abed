# Shares below a ceiling: starts, bounds of a mixture's logarithm, extrapolation and restarts keep all cells below it.
let N = 6
data F[N, K] = [[0.1, 0.3, 0.5], [0.9, 0.3, 0.2], [0.2, 0.1, 0.9], [0.4, 0.4, 0.4], [0.1, 0.8, 0.2], [0.7, 0.3, 0.1]]
param w[K] in simplex(ceiling = 0.34)
minimize -sum{i in N} log(sum{k} w[k] * F[i, k])
fit with tol = 1e-12
print w
fit with tol = 1e-12, accel = squarem
print w
fit with tol = 1e-12, accel = anderson, restarts = 3
print w
check
