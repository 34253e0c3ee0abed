# status: 1
data x[N] = [0, 0, 0]
param r > 0
minimize -sum{i} log exponential(x[i] | r)
fit
