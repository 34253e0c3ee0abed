# a fit option of other programs: all that there are
# status: 1
param m
minimize (m - 1)^2
fit with max_iter = 100
