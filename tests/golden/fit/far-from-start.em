# Data far from the start: the first moments are all rounding, the next ones are exact.
data x[N] = [100000001, 100000002, 100000003, 100000004]
param m
param v > 0
minimize -sum{i} log normal(x[i] | m, v)
fit
print m - 1e8, v
