# The beta divergence of 1.5: both of its powers are taken apart in the shares that the terms have now.
let K = 2
data v[I, J] = [[1, 2, 0.5], [0.3, 1, 2], [2, 0.1, 1]]
param a[I, K] > 0 init 1
param h[K, J] > 0 init [[1, 2, 1], [2, 1, 0.5]]
minimize sum{i, j} (sum{k} a[i, k] * h[k, j])^1.5 / 1.5 - sum{i, j} v[i, j] * (sum{k} a[i, k] * h[k, j])^0.5 / 0.5
derive
check
