# K-means: the assignment is the bound, the mean its minimiser.
data x[N, D] = [[0, 1], [1, 0], [5, 6], [6, 5]]
let K = 2
param c[K, D] init [[0, 0], [6, 6]]
minimize sum{i} min{k} |x[i] - c[k]|^2
derive
grad
