# status: 1
param p[3] in simplex
fix p[1] = 0.2
minimize sum{i} p[i]^2
fit
