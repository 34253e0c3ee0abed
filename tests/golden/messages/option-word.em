# status: 1
param m init 1
minimize (m - 2)^2
fit with tol = 1e-6, accel = squarm
