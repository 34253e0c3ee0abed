# Weiszfeld's algorithm.
data x[N, D] = [[0, 1], [1, 0], [5, 6]]
param m[D] init mean{i} x[i]
minimize sum{i} |x[i] - m|
derive
