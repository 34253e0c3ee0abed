# status: 1
param m init 0
minimize (m - 1)^4
fit with method = gd, step = 1e10
