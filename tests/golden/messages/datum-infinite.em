# the datum that makes the loss infinite is named
# status: 1
data x[N, D] = [[1, 2], [3, -inf]]
param m[D]
minimize sum{i, d} (x[i, d] - m[d])^2
fit
