data x[N, P] = [[1, 0], [1, 1], [1, 2], [1, 3], [1, 4]]
data y[N] = [0, 0, 1, 0, 1]
param b[P] init 0
minimize sum{i} (softplus(dot(x[i], b)) - y[i] * dot(x[i], b))
derive
