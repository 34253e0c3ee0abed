# status: 1
param p[3] in sphere
fix p[1] = 0.2
minimize sum{i} i * p[i]
fit
