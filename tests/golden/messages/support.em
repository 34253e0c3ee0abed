# status: 1
data y[N] = [1, 0, -2, 4]
param m > 0
minimize -sum{i} log poisson(y[i] | m)
