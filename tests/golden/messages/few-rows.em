# status: 1
data x[N, D] = [[1, 2], [3, 4]]
let K = 5
param c[K, D] init sample(x)
minimize sum{i} min{k} |x[i] - c[k]|^2
fit
