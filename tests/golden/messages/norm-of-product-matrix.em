# status: 1
data x[N, D] = [[1, 2], [3, 4], [5, 6.5]]
data y[N, T] = [[1, 2], [3, 4], [5, 6.5]]
param b[D, T]
minimize sum{i} |y[i] - 2 * (x[i] * b)|^2
