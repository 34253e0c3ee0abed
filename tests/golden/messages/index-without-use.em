# status: 1
data x[I] = [1.1, 2.3]
param s > 0
minimize sum{i} x[i] / s + sum{i} log(s)
