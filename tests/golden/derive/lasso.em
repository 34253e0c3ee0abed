# A quadratic that couples what an absolute value keeps apart: bounded once more.
data x[N, P] = [[1, 0], [1, 1], [0, 2], [1, 3], [2, 4]]
data y[N] = [1, 2, 2, 4, 6]
param b[P] init 0
minimize sum{i} (y[i] - dot(x[i], b))^2 / 2 + 0.3 * |b|_1
derive
