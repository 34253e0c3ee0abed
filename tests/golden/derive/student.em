# Robust regression with a free scale: weighted least squares, then the scale.
data x[N, P] = [[1, 0], [1, 1], [1, 2], [1, 3], [1, 4]]
data y[N] = [0.1, 0.9, 2.2, 2.9, 9]
param b[P] init 0
param v > 0 init 10
minimize sum{i} (5/2 * log(1 + (y[i] - dot(x[i], b))^2 / (4 * v)) + log(v)/2)
derive
