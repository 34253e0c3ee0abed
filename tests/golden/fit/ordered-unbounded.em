# status: 1
data h[K] = [1, -1, 2]
param x[K] ordered
minimize -sum{k} h[k] * x[k]
fit
