# status: 1
data x[N] = [1, 2, 3]
param m
minimize sum{i} (x[i] - m - gauss(0, 1))^2
