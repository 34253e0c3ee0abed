# status: 1
# a fit that has converged at a kink has no standard errors, and is not said to be unfinished
data x[N, P] = [[1, 0.3], [2, 0.5], [3, 0.2], [4, 2]]
data y[N] = [1, 2, 3.5, 4]
param b[P]
minimize 1/2 * sum{i} (y[i] - dot(x[i], b))^2 + 5 * sum{p} |b[p]|
fit
print se(b)
