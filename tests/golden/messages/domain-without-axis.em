# status: 1
data x[N] = [1, 2]
param p in simplex
minimize sum{i} (x[i] - p)^2
