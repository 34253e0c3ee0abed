# Distances that come to 0 on the way, in the shares of a sum: their weights stay finite.
data d[I, J] = [[0.7, 0.2, 0.9, 0.4], [0.3, 0.8, 0.5, 0.6], [0.9, 0.1, 0.4, 0.7], [0.2, 0.6, 0.3, 0.9], [0.5, 0.5, 0.8, 0.1]]
let K = 2
param a[I, K] init [[0.1, 0.5], [0.4, 0.2], [0.6, 0.9], [0.3, 0.7], [0.8, 0.05]]
param b[J, K] init [[0.15, 0.45], [0.55, 0.3], [0.7, 0.6], [0.25, 0.85]]
minimize sum{i, j} (d[i, j] - sum{k} abs(a[i, k] - b[j, k]))^2
fit
