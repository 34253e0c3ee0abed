# status: 1
param a init 1
minimize (a - 2)^2
fit with restart = 3
