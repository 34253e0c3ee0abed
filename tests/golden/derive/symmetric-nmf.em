# Products of two entries of one array: apart, in logarithms and fourth powers. The update is multiplicative with a fourth root.
let K = 2
data s[I, I] = [[2, 1, 0.5], [1, 3, 0.2], [0.5, 0.2, 1]]
param h[I, K] > 0 init [[1, 0.5], [0.4, 1], [0.7, 0.6]]
minimize sum{i, j} (s[i, j] - sum{k} h[i, k] * h[j, k])^2
derive
check
