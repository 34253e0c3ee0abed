# status: 1
data y[N] = [1, 2.5]
param m > 0
minimise -sum{i} log poisson(y[i] | m)
