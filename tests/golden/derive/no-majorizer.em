# No rule fits: the page says which was the nearest, and what it lacked.
data x[N, P] = [[1, 0], [1, 1], [1, 2], [1, 3]]
data y[N] = [1, 0, 3, 7]
param b[P] init 0
minimize sum{i} (y[i] - exp(dot(x[i], b)))^2
derive
