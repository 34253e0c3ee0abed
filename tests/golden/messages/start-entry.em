# status: 1
param p[3] > 0 init [1, -1, 2]
minimize |p|^2
fit
