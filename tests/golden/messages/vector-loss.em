# status: 1
data x[N, D] = [[1, 2], [3, 4]]
param m[D]
minimize sum{i} (x[i] - m)^2
