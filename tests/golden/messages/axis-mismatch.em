# status: 1
data x[N, D] = [[1, 2], [2, 1], [4, 4]]
data w[M] = [1, 2, 1, 2]
param c[D] init 0
minimize sum{i} w[i] * |x[i] - c|^2
