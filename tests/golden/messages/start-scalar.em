# status: 1
param p in (0, 1) init 3
minimize (p - 1)^2
fit
