# towards which end
# status: 1
data x[N] = [1, 2]
param m
minimize sum{i} x[i] * m
fit
