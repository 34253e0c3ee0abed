# The greater of two as mean and distance.
data x[N, P] = [[1, 0.5], [1, -1.2], [1, 2], [1, 0.3]]
data y[N] = [1, -1, 1, -1]
param b[P] init 0.1
minimize sum{i} max(0, 1 - y[i] * dot(x[i], b)) + sum{p} b[p]^2 / 10
derive
check
