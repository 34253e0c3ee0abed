# a datum whose square is no number
# status: 1
data x[N] = [1, 2, 1e200]
param m
minimize sum{i} (x[i] - m)^2
fit
