# a column of a table as a subscript, another as counts: each has its own range
data d[R, C] = [[1, 2, 40, -3], [2, 1, 3, 0], [1, 3, 7, -1], [3, 1, 2, 5], [2, 3, 9, 1], [3, 2, 4, 2]]
let I = 3
let K = 3
param a[I] > 0
param b[K] > 0
minimize sum{r} (a[d[r, 1]] * b[d[r, 2]] - d[r, 3] * log(a[d[r, 1]] * b[d[r, 2]])) + (sum{i} a[i]) + (sum{k} b[k])
fit
print a, b
