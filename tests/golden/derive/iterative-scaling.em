# The exponential of a linear form, entry by entry: a rate for each group, an effect of signs, a known size. The plain entries are atoms.
data x[N, P] = [[1, 0], [-1, 1], [0.5, 2], [1, 3]]
data size[N] = [10, 20, 15, 12]
data g[N] = [1, 2, 1, 2]
data y[N] = [11, 20, 33, 47]
param a[2] init 0
param b[P] init 0
minimize sum{i} (exp(a[g[i]] + dot(x[i], b) + log(size[i])) - y[i] * (a[g[i]] + dot(x[i], b)))
derive
fit
derive using iterative_scaling
fit using iterative_scaling with iters = 5000
