# status: 1
data x[N] = [1, 1, 1, 1]
param m
param v > 0
minimize -sum{i} log normal(x[i] | m, v)
fit
