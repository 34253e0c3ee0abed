# status: 1
# A logarithm falls without bound towards an end that does not belong to the domain.
data x[N] = [1, 2, 3]
param m < 1
minimize sum{i} log(x[i] - m)
fit
