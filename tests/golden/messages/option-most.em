# status: 1
param m
minimize m^2
fit with threads = 100000
