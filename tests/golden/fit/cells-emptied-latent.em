# status: 1
# The same beside components: one of them loses all its points.
data x[N] = [0, 1, 0.3, 5, 6, 5.5]
let K = 3
param p[K] in simplex init 1 / 3
param m[K] init array{k in K} (3 * k - 3)
minimize -sum{i} log(sum{k} p[k] * normal(x[i] | m[k], 1)) - log dirichlet(p | array{k in K} 0.5)
fit
